/* corpus/formats/json/json_reader.cc - the fields of one JSON object, by simdjson. */
#include "corpus/formats/json/json_reader.h"

#include <cinttypes>
#include <cstdio>
#include <new>
#include <string_view>
#include <vector>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wundef"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <simdjson.h>
#pragma GCC diagnostic pop

namespace dom = simdjson::dom;

struct nh_json {
    dom::parser parser;
    std::vector<nh_json_field> fields;
    std::vector<dom::element> nested; /* values that are still to be looked through */
    std::vector<uint8_t> quoted;      /* the object with its long integers as texts  */
};

namespace
{

nh_str text_of(std::string_view view)
{
    return nh_str{view.data(), view.size()};
}

nh_json_verdict verdict_of(simdjson::error_code code)
{
    switch (code) {
    case simdjson::SUCCESS:
        return NH_JSON_FINE;
    case simdjson::DEPTH_ERROR:
        return NH_JSON_TOO_DEEP;
    case simdjson::UTF8_ERROR:
        return NH_JSON_BAD_UTF8;
    case simdjson::STRING_ERROR:
        return NH_JSON_BAD_STRING;
    case simdjson::MEMALLOC:
        return NH_JSON_NO_MEMORY;
    default:
        return NH_JSON_MALFORMED;
    }
}

void add_text(nh_json *json, nh_str name, std::string_view value)
{
    nh_json_field field{};

    field.name = name;
    field.value = text_of(value);
    json->fields.push_back(field);
}

/* The value's text is found in add_number's field once the list stands still. */
void add_number(nh_json *json, nh_str name, dom::element value)
{
    nh_json_field field{};
    int n = 0;

    field.name = name;
    field.number = true;
    if (value.is<int64_t>())
        n = std::snprintf(field.digits, sizeof field.digits, "%" PRId64,
                          int64_t(value.get_int64().value_unsafe()));
    else if (value.is<uint64_t>())
        n = std::snprintf(field.digits, sizeof field.digits, "%" PRIu64,
                          uint64_t(value.get_uint64().value_unsafe()));
    else
        n = std::snprintf(field.digits, sizeof field.digits, "%.15g",
                          double(value.get_double().value_unsafe()));
    field.value.len = static_cast<size_t>(n);
    json->fields.push_back(field);
}

void add_list(nh_json *json, nh_str name, dom::array list)
{
    for (dom::element item : list) {
        if (item.is_string())
            add_text(json, name, item.get_string().value_unsafe());
    }
}

void add_field(nh_json *json, nh_str name, dom::element value)
{
    switch (value.type()) {
    case dom::element_type::STRING:
        add_text(json, name, value.get_string().value_unsafe());
        break;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
        add_number(json, name, value);
        break;
    case dom::element_type::ARRAY:
        add_list(json, name, value.get_array().value_unsafe());
        json->nested.push_back(value);
        break;
    case dom::element_type::OBJECT:
        json->nested.push_back(value);
        break;
    case dom::element_type::BOOL:
    case dom::element_type::NULL_VALUE:
        break;
    }
}

bool holds_others(dom::element value)
{
    return value.is_array() || value.is_object();
}

/* Looks through nested values with a list of our own, so depth costs no stack. */
bool keys_are_few(nh_json *json)
{
    while (!json->nested.empty()) {
        const dom::element value = json->nested.back();

        json->nested.pop_back();
        if (value.is_array()) {
            /* By name: a loop over the result itself would outlive it. */
            const dom::array list = value.get_array().value_unsafe();

            for (dom::element item : list) {
                if (holds_others(item))
                    json->nested.push_back(item);
            }
            continue;
        }
        const dom::object object = value.get_object().value_unsafe();

        if (object.size() > NH_JSON_KEY_LIMIT)
            return false;
        for (dom::key_value_pair pair : object) {
            if (holds_others(pair.value))
                json->nested.push_back(pair.value);
        }
    }
    return true;
}

bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The end of the text that begins at `at`, behind its quotation mark. */
size_t text_end(const uint8_t *bytes, size_t size, size_t at)
{
    for (at++; at < size && bytes[at] != '"'; at++)
        at += bytes[at] == '\\';
    return at < size ? at + 1 : size;
}

/* The end of the integer at `at`, if it is one of 19 digits or more, written as JSON wants it,
 * and a whole value; else `at`. `before` is the last byte above it that is no blank. */
size_t long_integer_end(const uint8_t *bytes, size_t size, size_t at, uint8_t before)
{
    const size_t first = bytes[at] == '-' ? at + 1 : at;
    size_t end = first;

    /* First what tells a beginning: no run of digits is looked through more than once. */
    if (before != ':' && before != ',' && before != '[')
        return at;
    while (end < size && is_digit(bytes[end]))
        end++;
    if (end - first < 19 || bytes[first] == '0')
        return at;
    size_t next = end;

    while (next < size && is_blank(bytes[next]))
        next++;
    return next < size && (bytes[next] == ',' || bytes[next] == '}' || bytes[next] == ']')
               ? end
               : at;
}

/* Writes json->quoted: the object with its long integers between quotation marks. */
void quote_long_integers(nh_json *json, const uint8_t *bytes, size_t size)
{
    std::vector<uint8_t> &out = json->quoted;
    uint8_t before = 0;

    out.clear();
    for (size_t at = 0; at < size;) {
        const size_t end = bytes[at] == '"' ? text_end(bytes, size, at) : at;
        const size_t number = long_integer_end(bytes, size, at, before);

        if (number > at)
            out.push_back('"');
        const size_t to = number > at ? number : end > at ? end : at + 1;

        out.insert(out.end(), bytes + at, bytes + to);
        if (number > at)
            out.push_back('"');
        if (!is_blank(bytes[to - 1]))
            before = bytes[to - 1];
        at = to;
    }
    out.resize(out.size() + simdjson::SIMDJSON_PADDING);
}

simdjson::error_code parse(nh_json *json, const uint8_t *bytes, size_t size,
                           dom::element *root)
{
    if (json->parser.capacity() < size) {
        const simdjson::error_code code =
            json->parser.allocate(size + size / 2 + 4096, NH_JSON_DEPTH_LIMIT);

        if (code != simdjson::SUCCESS)
            return code;
    }
    return json->parser.parse(bytes, size, false).get(*root);
}

/* The parser refuses integers that 64 bits do not hold, and calls them what it calls a broken
 * number. They are good JSON, so the object is read once more with their digits as texts. */
simdjson::error_code parse_any_number(nh_json *json, const uint8_t *bytes, size_t size,
                                      dom::element *root)
{
    const simdjson::error_code code = parse(json, bytes, size, root);

    if (code != simdjson::NUMBER_ERROR)
        return code;
    quote_long_integers(json, bytes, size);
    return parse(json, json->quoted.data(),
                 json->quoted.size() - simdjson::SIMDJSON_PADDING, root);
}

nh_json_verdict read_object(nh_json *json, const uint8_t *bytes, size_t size)
{
    dom::element root;
    const simdjson::error_code code = parse_any_number(json, bytes, size, &root);

    if (code != simdjson::SUCCESS)
        return verdict_of(code);
    if (!root.is_object())
        return NH_JSON_NOT_OBJECT;

    const dom::object object = root.get_object().value_unsafe();

    if (object.size() > NH_JSON_KEY_LIMIT)
        return NH_JSON_TOO_MANY_KEYS;
    for (dom::key_value_pair pair : object)
        add_field(json, text_of(pair.key), pair.value);
    for (nh_json_field &field : json->fields) {
        if (field.number)
            field.value.ptr = field.digits;
    }
    return keys_are_few(json) ? NH_JSON_FINE : NH_JSON_TOO_MANY_KEYS;
}

} // namespace

extern "C" nh_json *nh_json_new(void)
{
    return new (std::nothrow) nh_json;
}

extern "C" void nh_json_free(nh_json *json)
{
    delete json;
}

extern "C" nh_json_verdict nh_json_read(nh_json *json, const uint8_t *bytes, size_t size,
                                        const nh_json_field **out, size_t *count)
{
    nh_json_verdict verdict = NH_JSON_NO_MEMORY;

    *out = nullptr;
    *count = 0;
    json->fields.clear();
    json->nested.clear();
    try {
        verdict = read_object(json, bytes, size);
    } catch (const std::bad_alloc &) {
        return NH_JSON_NO_MEMORY;
    }
    if (verdict == NH_JSON_FINE) {
        *out = json->fields.data();
        *count = json->fields.size();
    }
    return verdict;
}
