/* Sorted arrays of numbers, as arrays.py has them, compiled: the same answers, each in one pass.

   Arrays come as anything that has a buffer of native numbers side by side, of 64 bits where nothing else is said;
   arrays.py sees to that, and gives the arrays that are filled. A list much longer than the other is leapt through: steps that double, then halve. */

#include "../analysis/_buffers.h"
#include <string.h>

/* From so many numbers to one on, leaping is quicker than passing over. */
#define LEAP 8
/* Keys whose marks are fetched from memory at the same time. */
#define AHEAD 8
#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)0)
#endif

/* The first place from `place` on whose number is not below `least`; `size` when there is none. */
static inline Py_ssize_t
leap(const int64_t *at, Py_ssize_t place, Py_ssize_t size, int64_t least)
{
    if (place >= size || at[place] >= least)
        return place;
    Py_ssize_t step = 1;
    while (step < size - place && at[place + step] < least) {
        place += step;
        step *= 2;
    }
    Py_ssize_t end = step < size - place ? place + step : size;
    place++;
    while (place < end) {
        Py_ssize_t middle = place + (end - place) / 2;
        if (at[middle] < least)
            place = middle + 1;
        else
            end = middle;
    }
    return place;
}

PyDoc_STRVAR(both_doc, "both(one, other, shift, out): the numbers of one that, with shift, are in other; how many.");

static PyObject *
both(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[3];
    if (expect(given, 4) < 0)
        return NULL;
    int64_t shift = PyLong_AsLongLong(arguments[2]);
    PyObject *arrays[] = {arguments[0], arguments[1], arguments[3]};
    if ((shift == -1 && PyErr_Occurred()) || hold(&held, arrays, 3, array) < 0)
        return NULL;
    const int64_t *one = array[0].at, *other = array[1].at;
    Py_ssize_t ones = array[0].size, others = array[1].size, count = 0;
    int64_t *out = array[2].at;
    Py_ssize_t room = array[2].size;
    if (ones * LEAP < others || others * LEAP < ones) {
        for (Py_ssize_t i = 0, j = 0; count < room && i < ones && j < others;) {
            j = leap(other, j, others, one[i] + shift);
            if (j == others)
                break;
            if (other[j] == one[i] + shift)
                out[count++] = one[i++];
            else
                i = leap(one, i, ones, other[j] - shift);
        }
    } else {
        for (Py_ssize_t i = 0, j = 0; count < room && i < ones && j < others;) {
            int64_t mine = one[i] + shift, its = other[j];
            out[count] = one[i];
            count += mine == its;
            i += mine <= its;
            j += its <= mine;
        }
    }
    let_go(&held);
    return PyLong_FromSsize_t(count);
}

/* Sorted numbers as their low bits, 16 or fewer, and where those that share the rest end (32 bits each); no ends: all
   are low bits. */
typedef struct {
    const uint16_t *low;
    const char *ends;
    Py_ssize_t size, pages;
    int bits;
} Packed;

static inline Py_ssize_t
end_of(const Packed *packed, Py_ssize_t page)
{
    uint32_t end;
    if (packed->ends == NULL)
        return packed->size;
    memcpy(&end, packed->ends + page * (Py_ssize_t)sizeof end, sizeof end);
    return (Py_ssize_t)end;
}

/* From the buffers of low and ends; whether the ends rise to the size. */
static int
unpack(Packed *packed, const Py_buffer *low, const Py_buffer *ends, int64_t bits)
{
    if (bits < 0 || bits > 16)
        return 0;
    packed->bits = (int)bits;
    packed->low = low->buf;
    packed->size = low->len / (Py_ssize_t)sizeof(uint16_t);
    packed->ends = ends ? ends->buf : NULL;
    packed->pages = ends ? ends->len / (Py_ssize_t)sizeof(uint32_t) : 1;
    Py_ssize_t last = 0;
    for (Py_ssize_t page = 0; page < packed->pages; page++) {
        Py_ssize_t end = end_of(packed, page);
        if (end < last || end > packed->size)
            return 0;
        last = end;
    }
    return last == packed->size;
}

/* As `leap`, of numbers of 16 bits. */
static inline Py_ssize_t
leap_low(const uint16_t *at, Py_ssize_t place, Py_ssize_t size, int64_t least)
{
    if (place >= size || at[place] >= least)
        return place;
    Py_ssize_t step = 1;
    while (step < size - place && at[place + step] < least) {
        place += step;
        step *= 2;
    }
    Py_ssize_t end = step < size - place ? place + step : size;
    place++;
    while (place < end) {
        Py_ssize_t middle = place + (end - place) / 2;
        if (at[middle] < least)
            place = middle + 1;
        else
            end = middle;
    }
    return place;
}

PyDoc_STRVAR(find_doc,
             "find(low, ends, bits, wanted, here, there): the numbers that a packed list and wanted share, as their places in\n"
             "the one and in the other; how many. None when the ends lead nowhere or there is no room.");

static PyObject *
find(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[5];
    Packed packed;
    if (expect(given, 6) < 0)
        return NULL;
    int64_t bits = PyLong_AsLongLong(arguments[2]);
    int paged = arguments[1] != Py_None;
    PyObject *arrays[] = {arguments[0], arguments[3], arguments[4], arguments[5], arguments[1]};
    if ((bits == -1 && PyErr_Occurred()) || hold(&held, arrays, paged ? 5 : 4, array) < 0)
        return NULL;
    const int64_t *wanted = array[1].at;
    int64_t *here = array[2].at, *there = array[3].at;
    Py_ssize_t wants = array[1].size, count = 0, j = 0, i = 0;
    int fits = unpack(&packed, &held.views[0], paged ? &held.views[4] : NULL, bits);
    Py_ssize_t least = packed.size < wants ? packed.size : wants;
    fits = fits && array[2].size >= least && array[3].size >= least;
    for (Py_ssize_t page = 0; fits && page < packed.pages && j < wants; page++) {
        int64_t base = (int64_t)page << packed.bits;
        Py_ssize_t end = end_of(&packed, page), stop = leap(wanted, j, wants, base + ((int64_t)1 << packed.bits));
        const uint16_t *low = packed.low;
        if ((stop - j) * LEAP < end - i || (end - i) * LEAP < stop - j) {
            while (i < end && j < stop) {
                i = leap_low(low, i, end, wanted[j] - base);
                if (i == end)
                    break;
                if (low[i] == wanted[j] - base) {
                    here[count] = i++;
                    there[count++] = j++;
                } else
                    j = leap(wanted, j, stop, low[i] + base);
            }
        } else {
            while (i < end && j < stop) {
                int64_t mine = low[i], its = wanted[j] - base;
                here[count] = i;
                there[count] = j;
                count += mine == its;
                i += mine <= its;
                j += its <= mine;
            }
        }
        i = end;
        j = stop;
    }
    let_go(&held);
    if (!fits)
        Py_RETURN_NONE;
    return PyLong_FromSsize_t(count);
}

PyDoc_STRVAR(add_up_doc,
             "add_up(low, ends, bits, code, value, norm, scale, sums, stage, number): for each number n of a packed list, v\n"
             "being the value (32 bits, of 256) of its code, adds scale v / (norm[n] + v) to sums[n] (32 bits), where v is over 0.\n"
             "With a stage (or None), a byte a number, only where that is `number`, and makes it one more. False when a\n"
             "list does not fit another or leads beyond sums.");

static PyObject *
add_up(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[7];
    Packed packed;
    if (expect(given, 10) < 0)
        return NULL;
    int64_t bits = PyLong_AsLongLong(arguments[2]);
    float scale = (float)PyFloat_AsDouble(arguments[6]);
    long wanted = PyLong_AsLong(arguments[9]);
    if (PyErr_Occurred())
        return NULL;
    int staged = arguments[8] != Py_None, paged = arguments[1] != Py_None;
    PyObject *arrays[7] = {arguments[0], arguments[3], arguments[4], arguments[5], arguments[7]};
    arrays[5] = arguments[staged ? 8 : 1];
    arrays[6] = arguments[1];
    if (hold(&held, arrays, 5 + staged + paged, array) < 0)
        return NULL;
    const unsigned char *code = held.views[1].buf;
    const float *value = held.views[2].buf, *norm = held.views[3].buf;
    float *sums = held.views[4].buf;
    unsigned char *stage = staged ? held.views[5].buf : NULL;
    Py_ssize_t size = held.views[4].len / (Py_ssize_t)sizeof(float), at = 0;
    int fits = unpack(&packed, &held.views[0], paged ? &held.views[5 + staged] : NULL, bits);
    fits = fits && held.views[1].len == packed.size && held.views[2].len == 256 * (Py_ssize_t)sizeof(float);
    fits = fits && held.views[3].len == held.views[4].len && (!staged || held.views[5].len == size);
    for (Py_ssize_t page = 0; fits && page < packed.pages; page++) {
        Py_ssize_t base = page << packed.bits, end = end_of(&packed, page);
        for (; at < end && fits; at++) {
            Py_ssize_t number = base + packed.low[at];
            fits = number < size;
            if (!fits)
                break;
            float counted = value[code[at]], more = counted > 0 ? scale * counted / (norm[number] + counted) : 0;
            if (stage) {
                int counts = stage[number] == wanted;
                stage[number] += counts;
                more = counts ? more : 0;
            }
            sums[number] += more;
        }
    }
    let_go(&held);
    return PyBool_FromLong(fits);
}

PyDoc_STRVAR(starts_doc,
             "starts(code, size, sample, bits, wanted, first, count): how many positions stand before each wanted posting\n"
             "and how many it has; code has a byte a posting, size a byte a code, sample the sums (32 bits) before every\n"
             "posting but the first whose lowest bits are 0. False when they do not fit.");

static PyObject *
starts(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[6];
    if (expect(given, 7) < 0)
        return NULL;
    int64_t bits = PyLong_AsLongLong(arguments[3]);
    PyObject *arrays[] = {arguments[0], arguments[1], arguments[2], arguments[4], arguments[5], arguments[6]};
    if ((bits == -1 && PyErr_Occurred()) || hold(&held, arrays, 6, array) < 0)
        return NULL;
    const unsigned char *code = held.views[0].buf, *size = held.views[1].buf;
    const uint32_t *sample = held.views[2].buf;
    Py_ssize_t postings = held.views[0].len, samples = held.views[2].len / (Py_ssize_t)sizeof(uint32_t);
    const int64_t *wanted = array[3].at;
    int64_t *first = array[4].at, *count = array[5].at, at = 0, before = 0;
    int fits = bits >= 0 && bits < 32 && held.views[1].len == 256 && array[4].size == array[3].size;
    fits = fits && array[5].size == array[3].size && samples == (postings ? (postings - 1) >> bits : 0);
    for (Py_ssize_t number = 0; fits && number < array[3].size; number++) {
        int64_t posting = wanted[number];
        fits = posting >= 0 && posting < postings;
        if (!fits)
            break;
        if (posting < at || posting >> bits != at >> bits) {
            at = posting >> bits << bits;
            before = at ? sample[(at >> bits) - 1] : 0;
        }
        for (; at < posting; at++)
            before += size[code[at]];
        first[number] = before;
        count[number] = size[code[posting]];
    }
    let_go(&held);
    return PyBool_FromLong(fits);
}

PyDoc_STRVAR(add_doc, "add(bases, counts, keys): each base to its number of keys; False when they are not all.");

static PyObject *
add(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[3];
    if (expect(given, 3) < 0 || hold(&held, arguments, 3, array) < 0)
        return NULL;
    int64_t *key = array[2].at, *end = key + array[2].size;
    int fits = array[0].size == array[1].size;
    for (Py_ssize_t number = 0; fits && number < array[1].size; number++) {
        int64_t base = array[0].at[number], count = array[1].at[number];
        fits = count >= 0 && count <= end - key;
        for (int64_t step = 0; fits && step < count; step++)
            *key++ += base;
    }
    fits = fits && key == end;
    let_go(&held);
    return PyBool_FromLong(fits);
}

PyDoc_STRVAR(grouped_doc,
             "grouped(group, starts, values, out): values to out, group after group and in their order in each; group has\n"
             "the group of each (32 bits), starts where each group starts and, last, where all end. False when a group is\n"
             "none of these, or is larger than its room.");

static PyObject *
grouped(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[4];
    if (expect(given, 4) < 0 || hold(&held, arguments, 4, array) < 0)
        return NULL;
    const int32_t *group = held.views[0].buf;
    const int64_t *value = array[2].at;
    int64_t *start = array[1].at, *out = array[3].at;
    Py_ssize_t size = array[2].size, groups = array[1].size - 1;
    int fits = groups >= 0 && held.views[0].len == size * (Py_ssize_t)sizeof(int32_t) && array[3].size == size;
    int64_t *next = fits ? PyMem_Malloc((size_t)(groups + 1) * sizeof *next) : NULL;
    if (fits && next == NULL) {
        let_go(&held);
        return PyErr_NoMemory();
    }
    for (Py_ssize_t number = 0; fits && number <= groups; number++) {
        next[number] = start[number];
        fits = start[number] >= 0 && start[number] <= size;
    }
    for (Py_ssize_t at = 0; fits && at < size; at++) {
        int32_t one = group[at];
        fits = one >= 0 && one < groups && next[one] < start[one + 1];
        if (fits)
            out[next[one]++] = value[at];
    }
    PyMem_Free(next);
    let_go(&held);
    return PyBool_FromLong(fits);
}

PyDoc_STRVAR(postings_doc,
             "postings(term, owner, place, second, lengths, owners, low, high): of entries (32 bits each) sorted by term and\n"
             "owner, each pair of these once: its owner, how many of its places lie below second and how many do not (32 bits\n"
             "each, there is room for one an entry); lengths counts the pairs of each term. How many pairs, or None when a\n"
             "term has no room.");

static PyObject *
postings(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[7];
    if (expect(given, 8) < 0)
        return NULL;
    int64_t second = PyLong_AsLongLong(arguments[3]);
    PyObject *arrays[] = {arguments[0], arguments[1], arguments[2], arguments[4],
                          arguments[5], arguments[6], arguments[7]};
    if ((second == -1 && PyErr_Occurred()) || hold(&held, arrays, 7, array) < 0)
        return NULL;
    const int32_t *term = held.views[0].buf, *owner = held.views[1].buf, *place = held.views[2].buf;
    int64_t *length = array[3].at;
    int32_t *owners = held.views[4].buf, *low = held.views[5].buf, *high = held.views[6].buf;
    Py_ssize_t size = held.views[0].len / (Py_ssize_t)sizeof(int32_t), count = 0;
    int fits = 1;
    for (int number = 1; number < 7; number++)
        fits = fits && (number == 3 || held.views[number].len >= held.views[0].len);
    for (Py_ssize_t at = 0; fits && at < size; at++) {
        fits = term[at] >= 0 && term[at] < array[3].size;
        if (fits && (at == 0 || term[at] != term[at - 1] || owner[at] != owner[at - 1])) {
            length[term[at]]++;
            owners[count] = owner[at];
            low[count] = high[count] = 0;
            count++;
        }
        if (fits)
            *(place[at] < second ? &low[count - 1] : &high[count - 1]) += 1;
    }
    let_go(&held);
    if (!fits)
        Py_RETURN_NONE;
    return PyLong_FromSsize_t(count);
}

PyDoc_STRVAR(owners_doc,
             "owners(term, owner, last, counts): adds to counts[t] how many owners the entries of term t have, those of each\n"
             "term side by side (32 bits each); last has -1 for each term. False when a term has no room.");

static PyObject *
owners(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[4];
    if (expect(given, 4) < 0 || hold(&held, arguments, 4, array) < 0)
        return NULL;
    const int32_t *term = held.views[0].buf, *owner = held.views[1].buf;
    int32_t *last = held.views[2].buf;
    int64_t *count = array[3].at;
    Py_ssize_t size = held.views[0].len / (Py_ssize_t)sizeof(int32_t), terms = array[3].size;
    int fits = held.views[1].len == held.views[0].len && held.views[2].len >= terms * (Py_ssize_t)sizeof(int32_t);
    for (Py_ssize_t at = 0; fits && at < size; at++) {
        int32_t one = term[at];
        fits = one >= 0 && one < terms;
        if (fits && last[one] != owner[at]) {
            last[one] = owner[at];
            count[one]++;
        }
    }
    let_go(&held);
    return PyBool_FromLong(fits);
}

PyDoc_STRVAR(gather_doc,
             "gather(short, starts, counts, bases, limit, shift, out): of 16-bit numbers each range of counts from\n"
             "starts, each number with its range's base, and from limit on shift, added. False when there is a 65535,\n"
             "a range reaches beyond, or the ranges do not fill out.");

static PyObject *
gather(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[5];
    if (expect(given, 7) < 0)
        return NULL;
    int64_t limit = PyLong_AsLongLong(arguments[4]), shift = PyLong_AsLongLong(arguments[5]);
    if ((limit == -1 || shift == -1) && PyErr_Occurred())
        return NULL;
    PyObject *arrays[] = {arguments[0], arguments[1], arguments[2], arguments[3], arguments[6]};
    if (hold(&held, arrays, 5, array) < 0)
        return NULL;
    const uint16_t *brief = held.views[0].buf;
    int64_t room = held.views[0].len / (Py_ssize_t)sizeof(uint16_t);
    int64_t *out = array[4].at, *end = out + array[4].size;
    int fits = array[1].size == array[2].size && array[1].size == array[3].size;
    for (Py_ssize_t range = 0; fits && range < array[1].size; range++) {
        int64_t start = array[1].at[range], count = array[2].at[range], base = array[3].at[range];
        fits = start >= 0 && count >= 0 && count <= end - out && start <= room - count;
        for (int64_t step = 0; fits && step < count; step++) {
            int64_t number = brief[start + step];
            *out++ = base + number + (number >= limit ? shift : 0);
            fits = number != UINT16_MAX;
        }
    }
    fits = fits && out == end;
    let_go(&held);
    return PyBool_FromLong(fits);
}

/* What makes two keys a pair. */
typedef struct {
    int64_t reach, low;
    int bits;
    const uint32_t *first; /* NULL where sentences and paragraphs do not matter */
    const uint16_t *marks;
    int64_t owners, all, limit, upper;
    int lost; /* whether `first` did not lead to marks */
} Rule;

/* A position as marks have it. */
static inline int64_t
brief(const Rule *rule, int64_t place)
{
    if (place >= rule->limit)
        return place - rule->limit + rule->upper;
    return place < rule->upper ? place : rule->upper - 1;
}

/* Whether an earlier key and a later one are near each other. */
static inline int
are_near(Rule *rule, int64_t earlier, int64_t later)
{
    if (later - earlier > rule->reach || (earlier ^ later) & ~rule->low)
        return 0;
    if (rule->first == NULL)
        return 1;
    int64_t owner = later >> rule->bits;
    if (later < 0 || owner >= rule->owners || rule->first[owner] > rule->first[owner + 1] ||
        rule->first[owner + 1] > rule->all) {
        rule->lost = 1;
        return 0;
    }
    int64_t from = brief(rule, earlier & rule->low), to = brief(rule, later & rule->low);
    const uint16_t *mark = rule->marks + rule->first[owner], *end = rule->marks + rule->first[owner + 1];
    while (mark < end && *mark <= from)
        mark++;
    return mark == end || *mark > to;
}

/* One key after those of the other list before `place`, of which those from `run` on have met none after them yet. */
static inline void
meet(Rule *rule, int64_t key, char *mine, const int64_t *others, char *theirs, Py_ssize_t run, Py_ssize_t place)
{
    for (Py_ssize_t at = place - 1; at >= 0 && are_near(rule, others[at], key); at--) {
        *mine = theirs[at] = 1;
        if (at <= run)
            break;
    }
}

PyDoc_STRVAR(partners_doc,
             "partners(left, right, reach, ordered, bits, first, marks, limit, upper, out, other): a byte for each of\n"
             "left in out and of right in other, whether one of the other list, not itself, with the same number above\n"
             "the lowest bits, is at most reach before or after it; when ordered, right after left. With marks (or None)\n"
             "no mark lies between them. The 16-bit marks of what has number n above stand from first[n] (32 bits) on;\n"
             "from upper on they stand for positions that begin at limit. False when first does not lead there.");

static PyObject *
partners(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[6];
    int64_t number[5];
    int places[] = {2, 3, 4, 7, 8};
    if (expect(given, 11) < 0)
        return NULL;
    for (int at = 0; at < 5; at++) {
        number[at] = PyLong_AsLongLong(arguments[places[at]]);
        if (number[at] == -1 && PyErr_Occurred())
            return NULL;
    }
    if (number[2] < 0 || number[2] > 40) {
        PyErr_SetString(PyExc_ValueError, "bits are 0 to 40");
        return NULL;
    }
    int marked = arguments[6] != Py_None, ordered = number[1] != 0;
    PyObject *arrays[] = {arguments[0], arguments[1], arguments[9], arguments[10], arguments[5], arguments[6]};
    if (hold(&held, arrays, marked ? 6 : 4, array) < 0)
        return NULL;
    Rule rule = {.reach = number[0], .low = ((int64_t)1 << number[2]) - 1, .bits = (int)number[2]};
    if (marked) {
        rule.first = held.views[4].buf;
        rule.owners = held.views[4].len / (Py_ssize_t)sizeof(uint32_t) - 1;
        rule.marks = held.views[5].buf;
        rule.all = held.views[5].len / (Py_ssize_t)sizeof(uint16_t);
        rule.limit = number[3];
        rule.upper = number[4];
    }
    const int64_t *left = array[0].at, *right = array[1].at;
    Py_ssize_t lefts = array[0].size, rights = array[1].size, left_run = 0, right_run = 0;
    char *mine = held.views[2].buf, *theirs = held.views[3].buf;
    int fits = held.views[2].len >= lefts && held.views[3].len >= rights;
    for (Py_ssize_t i = 0, j = 0; fits && (i < lefts || j < rights);) {
        if (marked && i + AHEAD < lefts && left[i + AHEAD] >= 0 && left[i + AHEAD] >> rule.bits < rule.owners)
            PREFETCH(&rule.marks[rule.first[left[i + AHEAD] >> rule.bits]]);
        int is_left = j == rights || (i < lefts && left[i] <= right[j]);
        int is_right = i == lefts || (j < rights && right[j] <= left[i]);
        if (is_left && !ordered)
            meet(&rule, left[i], &mine[i], right, theirs, right_run, j);
        if (is_right)
            meet(&rule, right[j], &theirs[j], left, mine, left_run, i);
        if (is_left)
            right_run = j;
        if (is_right)
            left_run = i;
        i += is_left;
        j += is_right;
    }
    let_go(&held);
    return PyBool_FromLong(fits && !rule.lost);
}

PyDoc_STRVAR(tally_doc,
             "tally(keys, kept, bits, second, third, w1, w2, w3, out, sums): of the keys whose byte in kept is not 0 (all\n"
             "for None) the numbers above the lowest bits, each once, and the sum of the weights of its keys: w1 for those\n"
             "whose lowest bits are below second, w2 below third, else w3; how many. There is room for one a key.");

static PyObject *
tally(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[4];
    if (expect(given, 10) < 0)
        return NULL;
    int64_t bits = PyLong_AsLongLong(arguments[2]);
    int64_t second = PyLong_AsLongLong(arguments[3]), third = PyLong_AsLongLong(arguments[4]);
    double w1 = PyFloat_AsDouble(arguments[5]), w2 = PyFloat_AsDouble(arguments[6]);
    double w3 = PyFloat_AsDouble(arguments[7]);
    if (PyErr_Occurred())
        return NULL;
    if (bits < 0 || bits > 40) {
        PyErr_SetString(PyExc_ValueError, "bits are 0 to 40");
        return NULL;
    }
    PyObject *arrays[] = {arguments[0], arguments[8], arguments[9], arguments[1]};
    int chosen = arguments[1] != Py_None;
    if (hold(&held, arrays, chosen ? 4 : 3, array) < 0)
        return NULL;
    const int64_t *key = array[0].at;
    const char *kept = chosen ? held.views[3].buf : NULL;
    int64_t *out = array[1].at, low = ((int64_t)1 << bits) - 1, last = -1;
    double *sums = held.views[2].buf, sum = 0;
    Py_ssize_t count = 0, size = array[0].size;
    if (array[1].size < size || array[2].size < size || (chosen && held.views[3].len < size))
        size = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        int64_t owner = key[i] >> bits, place = key[i] & low;
        double weight = place < second ? w1 : place < third ? w2 : w3;
        int counts = kept == NULL || kept[i], is_new = counts & (owner != last);
        sum = (is_new ? 0 : sum) + (counts ? weight : 0);
        last = counts ? owner : last;
        count += is_new;
        out[count ? count - 1 : 0] = last;
        sums[count ? count - 1 : 0] = sum;
    }
    let_go(&held);
    return PyLong_FromSsize_t(count);
}

PyDoc_STRVAR(follow_doc,
             "follow(left, right, decay, bits, second, third, w1, w2, w3, out, sums): of the keys of left that have one of right\n"
             "at most so many behind them as decay has numbers, the same number above the lowest bits: these numbers, each\n"
             "once, and of each the sum over its pairs of the key's weight (w1 where its lowest bits are below second, w2\n"
             "below third, else w3) times the number of decay for the distance; how many. There is room for one a key.");

static PyObject *
follow(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[5];
    if (expect(given, 11) < 0)
        return NULL;
    int64_t bits = PyLong_AsLongLong(arguments[3]);
    int64_t second = PyLong_AsLongLong(arguments[4]), third = PyLong_AsLongLong(arguments[5]);
    double w1 = PyFloat_AsDouble(arguments[6]), w2 = PyFloat_AsDouble(arguments[7]);
    double w3 = PyFloat_AsDouble(arguments[8]);
    PyObject *arrays[] = {arguments[0], arguments[1], arguments[2], arguments[9], arguments[10]};
    if (PyErr_Occurred() || hold(&held, arrays, 5, array) < 0)
        return NULL;
    const int64_t *left = array[0].at, *right = array[1].at;
    const double *decay = held.views[2].buf;
    int64_t *out = array[3].at, reach = array[2].size, low = ((int64_t)1 << (bits & 63)) - 1;
    double *sums = held.views[4].buf;
    Py_ssize_t lefts = array[0].size, rights = array[1].size, count = 0, j = 0;
    if (bits < 0 || bits > 40 || array[3].size < lefts || array[4].size < lefts)
        lefts = 0;
    for (Py_ssize_t i = 0; i < lefts; i++) {
        j = leap(right, j, rights, left[i] + 1);
        if (j == rights)
            break;
        if (right[j] - left[i] > reach) { /* the next of left that may have one */
            i = leap(left, i, lefts, right[j] - reach) - 1;
            continue;
        }
        int64_t owner = left[i] >> bits, place = left[i] & low;
        double weight = place < second ? w1 : place < third ? w2 : w3, sum = 0;
        for (Py_ssize_t k = j; k < rights && right[k] > left[i] && right[k] - left[i] <= reach && right[k] >> bits == owner; k++)
            sum += weight * decay[right[k] - left[i] - 1];
        if (sum == 0)
            continue;
        if (count == 0 || out[count - 1] != owner) {
            out[count] = owner;
            sums[count++] = 0;
        }
        sums[count - 1] += sum;
    }
    let_go(&held);
    return PyLong_FromSsize_t(count);
}

static PyMethodDef methods[] = {
    {"both", (PyCFunction)(void (*)(void))both, METH_FASTCALL, both_doc},
    {"find", (PyCFunction)(void (*)(void))find, METH_FASTCALL, find_doc},
    {"add_up", (PyCFunction)(void (*)(void))add_up, METH_FASTCALL, add_up_doc},
    {"starts", (PyCFunction)(void (*)(void))starts, METH_FASTCALL, starts_doc},
    {"add", (PyCFunction)(void (*)(void))add, METH_FASTCALL, add_doc},
    {"grouped", (PyCFunction)(void (*)(void))grouped, METH_FASTCALL, grouped_doc},
    {"postings", (PyCFunction)(void (*)(void))postings, METH_FASTCALL, postings_doc},
    {"owners", (PyCFunction)(void (*)(void))owners, METH_FASTCALL, owners_doc},
    {"gather", (PyCFunction)(void (*)(void))gather, METH_FASTCALL, gather_doc},
    {"partners", (PyCFunction)(void (*)(void))partners, METH_FASTCALL, partners_doc},
    {"follow", (PyCFunction)(void (*)(void))follow, METH_FASTCALL, follow_doc},
    {"tally", (PyCFunction)(void (*)(void))tally, METH_FASTCALL, tally_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "searcher.codec._arrays",
    .m_doc = "Sorted arrays of numbers, compiled; see arrays.py.",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit__arrays(void)
{
    return PyModuleDef_Init(&definition);
}
