/* tests/examples/owning.cc - C++17: what is opened closes itself. owning INDEX QUESTION */
#include <iostream>
#include <memory>
#include <newshound/newshound.h>
#include <stdexcept>
#include <string>

/* The dozen lines: make<T, close>(open, arguments...) opens a T, or throws what is wrong. */
template <auto close> struct closed_by {
    template <class T> void operator()(T *p) const
    {
        close(p);
    }
};

template <class T, auto close, class Open, class... Arguments>
std::unique_ptr<T, closed_by<close>> make(Open open, Arguments... arguments)
{
    T *out = nullptr;
    nh_error err = {};
    if (open(arguments..., &out, &err) != NH_OK)
        throw std::runtime_error(std::string(err.where) + ": " + err.what);
    return std::unique_ptr<T, closed_by<close>>(out);
}

static std::string_view view(nh_str text)
{
    return {text.ptr, text.len};
}

static void ask(const char *path, std::string_view text)
{
    const auto reader = make<nh_reader, nh_reader_close>(nh_reader_open, path, nullptr);
    const auto query = make<nh_query, nh_query_free>(nh_query_parse, reader.get(),
                                                     text.data(), text.size(), nullptr);
    const auto searcher =
        make<nh_searcher, nh_searcher_free>(nh_searcher_new, reader.get());
    const auto results =
        make<nh_results, nh_results_free>(nh_search, searcher.get(), query.get(), nullptr);
    nh_hit hit;
    char date[NH_DATE_TEXT_SIZE];

    for (size_t i = 0; nh_results_hit(results.get(), i, &hit); i++) {
        nh_date_text(hit.date, date);
        std::cout << date << "  " << view(hit.headline) << '\n';
    }
}

int main(int argc, char **argv)
try {
    if (argc != 3)
        return 2;
    ask(argv[1], argv[2]);
    return 0;
} catch (const std::exception &wrong) {
    std::cerr << wrong.what() << '\n';
    return 1;
}
