"""tests/format/reader.py - a second reader of an index, written from FORMAT.md alone.

It shares no code with the C readers, is slow, and checks what it can. As a program:

    reader.py INDEX terms | postings | pairs | docs
"""
import struct
import sys
import zlib
from fractions import Fraction


class Corrupt(Exception):
    pass


def need(condition, sentence):
    if not condition:
        raise Corrupt(sentence)


def bits(x):
    return x.bit_length()


def _crc_table():
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
        table.append(crc)
    return table


CRC_TABLE = _crc_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


class Cursor:
    """Reads fields one behind the other."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def left(self):
        return len(self.data) - self.at

    def bytes(self, n):
        need(n <= self.left(), "ends too early")
        self.at += n
        return self.data[self.at - n:self.at]

    def number(self, size):
        return int.from_bytes(self.bytes(size), "little")

    def u8(self):
        return self.number(1)

    def u32(self):
        return self.number(4)

    def u64(self):
        return self.number(8)

    def var(self):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 127) << shift
            if byte < 128:
                need(byte > 0 or shift == 0, "a padded number")
                return value
            shift += 7

    def str(self):
        return self.bytes(self.var())


def unpack(data, n, width):
    """n values packed at width; the bytes are exactly as many as they take."""
    need(len(data) == (n * width + 7) // 8, "a packed string of another size")
    whole = int.from_bytes(data, "little")
    need(whole >> n * width == 0, "spare bits")
    return [whole >> i * width & ((1 << width) - 1) for i in range(n)]


def lanes(data, width):
    """256 values in eight lanes."""
    words = struct.unpack("<%dI" % (8 * width), data)
    streams = [sum(words[8 * j + lane] << 32 * j for j in range(width)) for lane in range(8)]
    return [streams[i % 8] >> i // 8 * width & ((1 << width) - 1) for i in range(256)]


def numbers_in_blocks(data, columns, n):
    """The numbers of each column: blocks of 64, and their rows behind them."""
    rows = len(data) - (n + 63) // 64 * (8 + 5 * columns)
    need(rows >= 0, "rows of blocks of numbers")
    c, at, found = Cursor(data, rows), 0, [[] for _ in range(columns)]
    for first in range(0, n, 64):
        count = min(64, n - first)
        need(c.u64() == at, "the place of a block of numbers")
        for column in found:
            least, width = c.u32(), c.u8()
            size = (count * width + 7) // 8
            block = unpack(data[at:at + size], count, width)
            need(min(block) == 0 and bits(max(block)) == width <= 32, "a width of numbers")
            need(least + max(block) < 2**32, "a number over 32 bits")
            column += [least + number for number in block]
            at += size
    need(at == rows and c.left() == 0, "the size of blocks of numbers")
    return found


def row(data):
    """The numbers of a row of zeros and ones."""
    whole, numbers, zeros = int.from_bytes(data, "little"), [], 0
    need(data and data[-1], "a row that ends before its last byte")
    while whole:
        if whole & 1:
            numbers.append(zeros)
        zeros = 0 if whole & 1 else zeros + 1
        whole >>= 1
    return numbers


def split_gaps(c, width, count):
    """count-1 gaps less 1 whose high parts are a row."""
    highs = row(c.bytes(c.u8()))
    need(width <= 20 and len(highs) == count - 1, "a split block")
    if count == 256:
        lows = lanes(c.bytes(32 * width), width)
        need(lows.pop(0) == 0, "a first gap")
    else:
        lows = unpack(c.bytes(((count - 1) * width + 7) // 8), count - 1, width)
    return [high << width | low for high, low in zip(highs, lows)]


def sparse(data, n):
    """n numbers of which most are zero."""
    whole, numbers = int.from_bytes(data[1:], "little"), []
    low = (data[0] & 15, data[0] >> 4)
    need(len(data) > 1, "a sparse string without bits")
    bit = turn = gap = 0
    while whole >> bit:
        high = (whole >> bit & -(whole >> bit)).bit_length() - 1
        bit += high + 1
        number = high << low[turn] | whole >> bit & (1 << low[turn]) - 1
        bit += low[turn]
        if turn:
            numbers += [0] * gap + [number + 1]
        gap, turn = number, 1 - turn
    need(turn == 0 and numbers and len(numbers) <= n, "a sparse string")
    need((bit + 7) // 8 == len(data) - 1, "the size of a sparse string")
    return numbers + [0] * (n - len(numbers))


def frequencies(c, width, count):
    """The tf of a block."""
    if width == 128:
        less = row(c.bytes(c.u8()))
        need(len(less) == count, "unary frequencies")
    elif width == 129:
        less = sparse(c.bytes(c.u8()), count)
    elif count == 256:
        less = lanes(c.bytes(32 * width), width)
    else:
        less = unpack(c.bytes((count * width + 7) // 8), count, width)
    need(max(less) < 255, "a tf over 255")
    return [number + 1 for number in less]


def form_codes(c, width, n):
    """The form codes of n occurrences."""
    if width == 129:
        return sparse(c.bytes(c.number(2)), n)
    return unpack(c.bytes((n * width + 7) // 8), n, width)


def container(data, kind):
    """The sections of a file: {kind: bytes}, and (file_size, table_crc, blocks_crc)."""
    need(len(data) >= 128, "too short")
    head, foot = data[:64], data[-64:]
    need(head[:4] == b"NHIX" and foot[:4] == b"XIHN", "magic")
    need(crc32c(head[:60]) == struct.unpack_from("<I", head, 60)[0], "head_crc")
    need(crc32c(foot[:60]) == struct.unpack_from("<I", foot, 60)[0], "foot_crc")
    need(struct.unpack_from("<HHQ", head, 4) == (kind, 1, 0), "kind, version, features")
    need(not any(head[16:60]) and not any(foot[32:60]), "reserved bytes")
    count, size, table_at, table_crc, blocks_crc = struct.unpack_from("<IQQII", foot, 4)
    need(size == len(data) and 1 <= count <= 256, "file_size or section_count")
    checks_at = table_at + 24 * count
    blocks = (checks_at + 16383) // 16384
    need(checks_at + 4 * blocks + 64 == size, "tables do not fill the file")
    need(crc32c(data[table_at:checks_at]) == table_crc, "table_crc")
    need(crc32c(data[checks_at:-64]) == blocks_crc, "blocks_crc")
    for i in range(blocks):
        block = data[i * 16384:min((i + 1) * 16384, checks_at)]
        need(crc32c(block) == struct.unpack_from("<I", data, checks_at + 4 * i)[0], "block")
    sections, end = {}, 64
    for i in range(count):
        section, version, zero, offset, length = struct.unpack_from("<HHIQQ", data,
                                                                    table_at + 24 * i)
        need(version == 1 and zero == 0 and length > 0, "a section's entry")
        need(offset == (end + 63) // 64 * 64 and not any(data[end:offset]), "a gap")
        need(section >= 128 or section not in sections, "a section twice")
        end = offset + length
        sections[section] = data[offset:end]
    need(table_at == (end + 63) // 64 * 64 and not any(data[end:table_at]), "a gap")
    return sections, (size, table_crc, blocks_crc)


def commit(data):
    """The fields of a manifest."""
    c, m = Cursor(data), {}
    m["generation"] = c.u64()
    m["written_by"] = c.str().decode()
    m["profile"] = c.u8()
    for name in ("language", "stemmer", "stopwords"):
        m[name] = c.str().decode()
    m["cut"] = [c.u8() for _ in range(4)]
    m["k1"], m["b"], m["store"], m["pairs"] = c.u32(), c.u32(), c.u8(), c.u8()
    need(m["store"] <= 1 and m["pairs"] <= 1, "switches")
    m["articles"], m["passages"], m["tokens"] = c.u64(), c.u64(), c.u64()
    m["languages"] = [c.str().decode() for _ in range(c.var())]
    m["segments"] = []
    for _ in range(c.var()):
        s = {"name": c.str().decode(), "file": (c.u64(), c.u32(), c.u32())}
        s["articles"], s["passages"], s["tokens"] = c.u32(), c.u32(), c.u64()
        s["deletions"], s["deleted"] = c.str().decode(), c.u32()
        s["del_file"] = (c.u64(), c.u32(), c.u32())
        m["segments"].append(s)
    need(c.left() == 0, "bytes behind the commit")
    for total in ("articles", "passages", "tokens"):
        need(m[total] == sum(s[total] for s in m["segments"]), "totals")
    return m


def first_passages(data, n, a):
    """The first passage of each of `a` articles, and the end, from a bit for each of `n` passages."""
    rows, samples = (n + 63) // 64, (a + 511) // 512
    need(len(data) == 12 * rows + 4 * samples, "articles")
    first = []
    for i in range(rows):
        bits, before = struct.unpack_from("<QI", data, 12 * i)
        need(before == len(first), "articles before a row")
        first += [64 * i + k for k in range(64) if bits >> k & 1]
    need(len(first) == a and first[0] == 0 and first[-1] < n, "articles")
    need(struct.unpack_from("<%dI" % samples, data, 12 * rows) == tuple(first[::512]), "samples")
    return first + [n]


def word_list(data):
    """The words of a list, and how many of them have codes of one byte."""
    need(36 <= len(data) <= 131072, "the size of a list of words")
    c = Cursor(data)
    count, singles = c.number(2), c.number(2)
    need(singles <= min(125, count) and count - singles <= 256 * (125 - singles), "codes of words")
    sizes = c.bytes(count)
    need(all(1 <= size <= 32 for size in sizes), "a size of a word")
    words = [c.bytes(size) for size in sizes]
    need(c.left() >= 32 and not any(data[c.at:]), "bytes behind the words")
    need(c.left() == 32 or len(data) == 131072, "the size of a list of words")
    return words, singles


def word_of(code, c, words, singles):
    """The word whose code begins with a byte that was read."""
    need(128 <= code < 0xfd, "a code of a word")
    number = code - 128
    if number >= singles:
        number = singles + 256 * (number - singles) + c.u8()
    need(number < len(words), "a word that there is not")
    return words[number]


def spell(coded, words, singles):
    """The raw block that coded bytes stand for."""
    c, out, behind = Cursor(coded), bytearray(), False
    while c.left():
        byte = c.u8()
        if byte < 128:
            out += b" " * (behind and chr(byte).isalnum()) + bytes([byte])
            behind = False
        elif byte == 255:
            begin = c.at
            while c.left() and coded[c.at] >= 128:
                c.at += 1
            need(c.at > begin, "an escape of nothing")
            out += coded[begin:c.at]
            behind = False
        else:
            word = word_of(c.u8() if byte >= 0xfd else byte, c, words, singles)
            n = {0xfd: len(word), 0xfe: 1}.get(byte, 0)
            sign = word[0] in (0xc2, 0xe2)
            out += b" " * (behind and not sign) + word[:n].upper() + word[n:]
            behind = not sign
    return bytes(out)


class Segment:
    """A segment, decoded from its sections."""

    def __init__(self, sections):
        self.s = {kind: sections.get(kind, b"") for kind in range(2, 23)}
        info = struct.unpack_from("<IIQQQIIIIII", self.s[2])
        self.passages, self.articles, self.n_terms, self.tokens, self.postings = info[:5]
        self.k1, self.b, self.reference, self.flags, self.pair_words, self.n_pairs = info[5:]
        n, a, self.lists = self.passages, self.articles, {}
        layout = 1 + bool(self.s[22]) + (len(self.s[22]) % 131072 > 0)
        need(len(self.s[2]) == 64 and self.s[2][56:] == bytes([layout] + [0] * 7), "info")
        need(self.pair_words <= 1 and self.pair_words >= min(self.n_pairs, 1), "pairs")
        need(len(self.s[9]) == n and len(self.s[19]) in (0, 2 * n), "lengths")
        self.lengths, self.spans, self.passage_flags = self.s[9], self.s[9], bytes(n)
        if self.s[19]:
            self.spans, self.passage_flags = self.s[19][:n], self.s[19][n:]
        self.first = range(a + 1)
        if self.s[11] or a != n:
            self.first = first_passages(self.s[11], n, a)
        self.article_of = [i for i in range(a) for _ in range(self.first[i], self.first[i + 1])]
        self._ids()
        self.places = [[], []]
        if self.flags & 1:
            self.places = numbers_in_blocks(self.s[10], 2, n)
        need(bool(self.s[10]) == bool(self.flags & 1), "places")
        need(self.flags < 8, "flags")
        need(sum(self.lengths) == self.tokens, "tokens")

    def _ids(self):
        a = self.articles
        table = len(self.s[12]) - 4 * ((a + 15) // 16)
        c, in_order, at = Cursor(self.s[12][:table]), [], []
        for i in range(a):
            if i % 16 == 0:
                at.append(c.at)
            head = c.u8()
            lost, fresh = (n + c.var() if n == 15 else n for n in (head >> 4, head & 15))
            before = in_order[-1] if i % 16 else b""
            need(lost <= len(before), "an id that loses more than there is")
            in_order.append(before[:len(before) - lost] + c.bytes(fresh))
        need(c.left() == 0 and list(struct.unpack("<%dI" % len(at), self.s[12][table:])) == at,
             "blocks of ids")
        need(in_order == sorted(set(in_order)), "order of ids")
        ranks = list(range(a))
        if self.s[18]:
            ranks = unpack(self.s[18], a, bits(a - 1))
            need(ranks != sorted(ranks) and sorted(ranks) == list(range(a)), "ranks")
        self.ids = [in_order[rank] for rank in ranks]

    def terms(self):
        """Every term of the dictionary as a dictionary of its fields."""
        return (t for t in self.entries() if not t["pair"])

    def pairs(self):
        """The same of every pair; a place of one is none."""
        return (t for t in self.entries() if t["pair"])

    def entries(self):
        c, before, blocks, pairs = Cursor(self.s[3]), b"", [], 0
        self.champion_bytes = 0
        for i in range(self.n_terms + self.n_pairs):
            if i % 16 == 0:
                blocks.append(c.at)
            begin = c.at
            shared = c.var()
            suffix = c.str()
            key_size = c.at - begin
            need(shared == 0 or i % 16 > 0, "the first term of a block shares nothing")
            text = before[:shared] + suffix
            need(i == 0 or before < text, "order of terms")
            if i % 16 == 0:
                blocks[-1] = (int.from_bytes(text[:8].ljust(8, b"\0"), "big"), blocks[-1])
            entry = self._entry(text, Cursor(c.bytes(c.var())))
            entry["key_size"] = key_size
            pairs += entry["pair"]
            yield entry
            before = text
        need(c.left() == 0, "bytes behind the terms")
        need(pairs == self.n_pairs, "pairs")
        need(self.champion_bytes == len(self.s[21]), "bytes of champions")
        heads = [struct.unpack_from("<QQ", self.s[4], 16 * i) for i in range(len(blocks))]
        need(heads == blocks and len(self.s[4]) == 16 * len(blocks), "heads")

    def _entry(self, text, c):
        t = {"text": text, "flags": c.u8(), "impact": c.u8()}
        t["pair"] = t["flags"] >> 2 & 1
        need(t["flags"] < 32 and t["flags"] & 6 != 6, "flags")
        need(t["flags"] & 1 == 0 or t["flags"] < 8, "bounds of a small list")
        t["df"] = c.var() + 1
        t["article_df"] = t["df"] - c.var()
        t["cf"] = t["df"] + c.var()
        t["forms"] = [(text, t["df"], 0, 1)]
        if t["flags"] & 2:
            t["forms"] = [self._form(text, c) for _ in range(c.var())]
            need(t["forms"] == sorted(t["forms"], key=lambda f: (-f[1], f[0])), "forms")
        if t["flags"] & 1:
            before = c.at
            t["list"] = list(self._small(t, c))
            t["small"] = c.at - before
        else:
            t["at"] = [c.var() for _ in range(3 if t["pair"] else 4 + (len(t["forms"]) > 1))]
            t["list"] = list(self._blocks(t))
        if t["flags"] & 8:
            self._maxima(t, c.var())
        if t["flags"] & 16:
            self._champions(t, c.var())
        need(c.left() == 0, "bytes behind an entry")
        self._check(t)
        return t

    def _maxima(self, t, at):
        most = [0] * ((self.passages + 1023) // 1024)
        for p, positions, _ in t["list"]:
            most[p // 1024] = max(most[p // 1024], self.impact(len(positions), p))
        need(list(Cursor(self.s[17], at).bytes(len(most))) == most, "range maxima")

    def worth(self, tf, length):
        """In proportion to tf / W(length): infinite where W is 0."""
        weight = (10**6 - self.b) * self.tokens + self.b * length * self.passages
        return Fraction(tf, weight) if self.k1 else 0

    def _champions(self, t, at):
        c = Cursor(self.s[21], at)
        n, said = c.u8(), [(c.u8(), c.u8()) for _ in range(3)]
        found, passage = [], -1
        for _ in range(n):
            passage += c.var() + 1
            found.append((passage, c.u8(), c.u8()))
        listed = [(p, len(pos), self.lengths[p]) for p, pos, _ in t["list"]]
        worths = sorted((self.worth(*p[1:]) for p in listed), reverse=True)
        rest = worths[32]
        if sum(w > rest for w in worths) < 10:
            rest = worths[0]
        need(found == [p for p in listed if self.worth(*p[1:]) > rest], "champions")
        best = {}
        for p, tf, length in listed:
            a = self.article_of[p]
            best[a] = max(best.get(a, 0), self.worth(tf, length))
        best = sorted(best.values(), reverse=True)
        need(self._is_worth(said[0], rest), "the worth of the rest")
        for pair, many in ((said[1], 100), (said[2], 1000)):
            if len(best) < many:
                need(pair == (0, 0), "a worth that few articles reach")
            else:
                need(self._is_worth(pair, best[many - 1]), "a worth that many articles reach")
        self.champion_bytes += c.at - at
        t["champions"] = {"listed": [p[1:] for p in found], "beside": said}

    def _is_worth(self, pair, worth):
        """The pair has this worth, and no smaller one has."""
        tf, length = pair
        if not self.k1:
            return pair == (1, 1)
        if not self.b:
            return length == 1 and self.worth(tf, 1) == worth
        smaller = (x for x in range(1, tf)
                   if any(self.worth(x, y) == worth for y in range(1, 256)))
        return self.worth(tf, length) == worth and next(smaller, None) is None

    @staticmethod
    def _form(term, c):
        flags = c.u8()
        span = c.u8() if flags & 4 else 1
        text = term[:c.var()]
        text += c.str()
        return text, c.var() + 1, flags, span

    def _small(self, t, c):
        passage = -1
        for _ in range(t["df"]):
            head = c.var()
            passage += head // 2 + 1
            tf = c.var() + 2 if head % 2 else 1
            positions = [0] * tf if t["pair"] else list(c.bytes(tf))
            many = len(t["forms"]) > 1
            yield passage, positions, [c.var() if many else 0 for _ in range(tf)]

    def _blocks(self, t):
        many = len(t["forms"]) > 1
        at, n = t["at"][0], t["at"][1]
        bases = t["at"][2:]
        d, c = {}, Cursor(self.s[5], at)
        need(at % 4 == 0, "a directory's place")
        top = [c.u32() for _ in range((n + 31) // 32 if n > 256 else 0)]
        names = ("postings", "positions", "codes")[:1 if t["pair"] else 3 if many else 2]
        for name in ("last",) + names:
            d[name] = [c.u32() for _ in range(n)]
        for name in ("count", "codec", "doc", "tf") + (("code",) if many else ()) + (
                "max_tf", "min_length", "impact"):
            d[name] = list(c.bytes(n))
        need(not any(c.bytes(-c.at % 4)), "bytes behind a directory")
        t["counts"] = [less + 1 for less in d["count"]]
        need(top == [d["last"][min(i + 31, n - 1)] for i in range(0, n, 32)][:len(top)], "top")
        streams = [Cursor(self.s[6 + k], bases[k]) for k in range(len(names))]
        for i in range(n):
            for k, name in enumerate(names):
                need(streams[k].at - bases[k] == d[name][i], "the place of a block")
            yield from self._block(d, i, streams)

    def _block(self, d, i, streams):
        count, last = d["count"][i] + 1, d["last"][i]
        ids = self.docs(streams[0], d["codec"][i] & 15, d["doc"][i], count, last)
        tf = frequencies(streams[0], d["tf"][i], count)
        total = sum(tf)
        widths, whole, codes = [0] * count, 0, [0] * total
        if len(streams) > 1:
            widths = [8 if d["codec"][i] >> 4 == 0 else bits(self.spans[p] - 1) for p in ids]
            size = sum(w * k for w, k in zip(widths, tf))
            whole = int.from_bytes(streams[1].bytes((size + 7) // 8), "little")
        else:
            need(d["codec"][i] >> 4 == 0, "positions of a pair")
        if len(streams) > 2:
            codes = form_codes(streams[2], d["code"][i], total)
        need(d["max_tf"][i] == max(tf), "max_tf")
        need(d["min_length"][i] == min(self.lengths[p] for p in ids), "min_length")
        need(d["impact"][i] == max(self.impact(k, p) for k, p in zip(tf, ids)), "impact")
        for passage, n, width in zip(ids, tf, widths):
            positions = []
            for _ in range(n):
                positions.append(whole & (1 << width) - 1)
                whole >>= width
            yield passage, positions, codes[:n]
            codes = codes[n:]
        need(whole == 0, "spare bits of positions")

    @staticmethod
    def docs(c, codec, width, count, last):
        if codec == 2:
            reach = c.number(2) + 1
            flags = unpack(c.bytes((reach + 7) // 8), reach, 1)
            need(flags[0] and flags[-1] and sum(flags) == count, "a bit set")
            return [last - reach + 1 + i for i, flag in enumerate(flags) if flag]
        if codec == 3:
            return list(range(last - count + 1, last + 1))
        need(codec in (0, 1, 4), "a docs codec")
        if codec == 4:
            gaps = split_gaps(c, width, count)
        elif codec == 1:
            gaps = lanes(c.bytes(32 * width), width)[1:]
        else:
            gaps = unpack(c.bytes(((count - 1) * width + 7) // 8), count - 1, width)
        ids = [last]
        for gap in reversed(gaps):
            ids.append(ids[-1] - gap - 1)
        return ids[::-1]

    def impact(self, tf, passage):
        scaled = self.b * self.lengths[passage] * 256 // self.reference
        k = self.k1 * (1000000 - self.b + scaled)
        bottom = tf * 10**12 + k
        return min(255, (255 * tf * 10**12 + bottom - 1) // bottom)

    def _check(self, t):
        passages = [p for p, _, _ in t["list"]]
        need(passages == sorted(set(passages)) and 0 <= passages[0], "passages")
        need(len(passages) == t["df"], "df")
        need(sum(len(pos) for _, pos, _ in t["list"]) == t["cf"], "cf")
        need(len({self.article_of[p] for p in passages}) == t["article_df"], "article_df")
        need(max(self.impact(len(pos), p) for p, pos, _ in t["list"]) == t["impact"], "impact")
        for p, pos, _ in t["list"]:
            need(pos == sorted(pos) and pos[-1] < self.spans[p], "positions")
        for code, form in enumerate(t["forms"]):
            need(sum(code in codes for _, _, codes in t["list"]) == form[1], "df of a form")

    def date(self, a):
        n = self.articles
        if not self.s[13]:
            return 0, 0, 0
        seconds = struct.unpack_from("<q", self.s[13], 8 * a)[0]
        return seconds, self.s[13][8 * n + a], self.s[13][9 * n + a]

    def keywords(self, a):
        """(name, value) pairs of an article."""
        if not self.s[14]:
            return
        c = Cursor(self.s[14])
        for _ in range(c.var()):
            name, values, multi, width = c.str(), c.var(), c.u8(), c.u8()
            value_at, text, starts, codes, end = (c.u64() for _ in range(5))
            at = struct.unpack_from("<%dI" % (values + 1), self.s[14], value_at)
            first, last = a, a + 1
            if multi:
                first, last = struct.unpack_from("<2I", self.s[14], starts + 4 * a)
            for i in range(first, last):
                here = codes + width * i
                need(here + width <= end, "codes")
                code = int.from_bytes(self.s[14][here:here + width], "little")
                if code:
                    yield name, self.s[14][text + at[code - 1]:text + at[code]]

    def _inflate(self, stream, number):
        """A zlib stream that goes on from dictionary `number`, if not 0."""
        need(len(self.s[20]) % 32768 == 0 and number * 32768 <= len(self.s[20]), "dictionaries")
        need((stream[1] & 32 != 0) == (number > 0), "FDICT")
        if not number:
            return zlib.decompress(stream)
        z = zlib.decompressobj(zdict=self.s[20][number * 32768 - 32768:number * 32768])
        raw = z.decompress(stream)
        need(z.eof and not z.unused_data, "a stream that goes on")
        return raw

    def _raw_block(self, block, raw_size, by):
        """A block spelt out, if it is coded."""
        number, coded_size = by >> 24, raw_size
        if number:
            need((number - 1) * 131072 < len(self.s[22]), "lists of words")
            need(len(block) > 4, "a coded block without a stream")
            coded_size, block = int.from_bytes(block[:4], "little"), block[4:]
            need(coded_size <= raw_size <= 8 * coded_size, "coded_size")
        most = 1032 * len(block) + 65536
        need(coded_size <= most, "a block of impossible size")
        raw = self._inflate(block, by & 0xffffff)
        need(len(raw) == coded_size, "raw_size")
        if number:
            if number not in self.lists:
                self.lists[number] = word_list(self.s[22][number * 131072 - 131072:number * 131072])
            raw = spell(raw, *self.lists[number])
        need(len(raw) == raw_size, "raw_size")
        return raw

    def stored(self):
        """The fields {tag: bytes} of every article."""
        expected = 0
        for i in range(0, len(self.s[16]), 24):
            offset, size, raw_size, first, number = struct.unpack_from("<QIIII", self.s[16], i)
            need(first == expected, "table of stored articles")
            need(offset + size <= len(self.s[15]), "a block outside its section")
            raw = self._raw_block(self.s[15][offset:offset + size], raw_size, number)
            c = Cursor(raw)
            end = struct.unpack_from("<I", self.s[16], i + 40)[0] if i + 24 < len(
                self.s[16]) else self.articles
            columns = [[c.var() for _ in range(first, end)] for _ in range(2)]
            numbers = [0, 0]
            for k in range(end - first):
                record, fields = Cursor(c.str()), {}
                for n, column in enumerate(columns):
                    step = column[k]
                    numbers[n] = (numbers[n] + (step >> 1 ^ -(step & 1))) % 2**64
                while record.left():
                    tag = record.u8()
                    need(not fields or tag > max(fields), "order of tags")
                    need(tag not in (5, 6), "a number among the fields")
                    fields[tag] = record.str()
                expected += 1
                fields[5], fields[6] = numbers
                yield fields
            need(c.left() == 0, "bytes behind the records")
        need(expected == self.articles, "stored articles")

    def place(self, p):
        if not self.flags & 1:
            return 0, 0
        need(self.places[1][p] < 2**16, "a size over 16 bits")
        return self.places[0][p], self.places[1][p]


def term_line(t):
    forms = b",".join(b"%s:%d" % (text, df) for text, df, _, _ in t["forms"])
    return b"%s\t%d\t%d\t%d\t%s" % (t["text"], t["df"], t["article_df"], t["cf"], forms)


def posting_lines(segment, t):
    for p, positions, codes in t["list"]:
        a = segment.article_of[p]
        yield b"%s\t%s#%d\t%d\t%s\t%s" % (
            t["text"], segment.ids[a], p - segment.first[a], len(positions),
            b",".join(b"%d" % x for x in positions),
            b",".join(t["forms"][code][0] for code in codes))


def pair_lines(segment, t):
    for p, positions, _ in t["list"]:
        a = segment.article_of[p]
        yield b"%s\t%s#%d\t%d" % (t["text"], segment.ids[a], p - segment.first[a], len(positions))


def doc_lines(segment):
    """What is known of every article: id, date, stored fields, keywords, passages."""
    for a, fields in enumerate(segment.stored()):
        yield b"id\t" + segment.ids[a]
        yield b"date\t%d\t%d\t%d" % segment.date(a)
        for tag, name in ((1, b"headline"), (2, b"text"), (3, b"url"), (4, b"path")):
            yield name + b"\t" + fields.get(tag, b"").replace(b"\n", b"\\n")
        for name, value in segment.keywords(a):
            yield name + b"\t" + value
        for p in range(segment.first[a], segment.first[a + 1]):
            at, size = segment.place(p)
            room = len(fields.get(1 if segment.passage_flags[p] & 1 else 2, b""))
            need(not segment.flags & 1 or at + size <= room, "a passage outside its text")
            yield b"passage\t%d\t%d\t%d\t%d\t%d\t%d" % (
                p - segment.first[a], at, size, segment.lengths[p], segment.spans[p],
                segment.passage_flags[p])


def read_file(path):
    with open(path, "rb") as f:
        return f.read()


def read_index(path):
    """The segments of an index, as of its manifest."""
    sections, _ = container(read_file(path + "/manifest"), 1)
    m, segments = commit(sections[1]), []
    for s in m["segments"]:
        sections, found = container(read_file(path + "/" + s["name"]), 2)
        need(found == s["file"], "a file of another commit")
        if s["deleted"]:
            gone, found = container(read_file(path + "/" + s["deletions"]), 3)
            need(found == s["del_file"] and sum(bin(b).count("1") for b in gone[32]) == s["deleted"],
                 "deletions")
        segment = Segment(sections)
        need((segment.articles, segment.passages, segment.tokens) ==
             (s["articles"], s["passages"], s["tokens"]), "counts of a segment")
        need(segment.pair_words == m["pairs"], "pairs of another list")
        segments.append(segment)
    return m, segments


def dump(segment, what):
    if what == "docs":
        yield from doc_lines(segment)
        return
    if what == "pairs":
        for t in segment.pairs():
            yield from pair_lines(segment, t)
        return
    postings, counted = 0, [0] * segment.passages
    for t in segment.terms():
        postings += t["df"]
        for p, positions, _ in t["list"]:
            counted[p] += len(positions)
        yield from [term_line(t)] if what == "terms" else posting_lines(segment, t)
    need(postings == segment.postings, "postings")
    need(counted == list(segment.lengths), "lengths")


def main():
    _, segments = read_index(sys.argv[1])
    for segment in segments:
        for line in dump(segment, sys.argv[2]):
            sys.stdout.buffer.write(line + b"\n")


if __name__ == "__main__":
    main()
