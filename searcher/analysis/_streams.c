/* What all words of many texts go through, as streams.py and signatures.py have it, compiled: the same answers, each in
   one pass. Arrays come as streams.py names them; it gives those that are filled. */

#include "_buffers.h"

/* How many numbers of a type a buffer holds. */
#define COUNT(view, type) ((view).len / (Py_ssize_t)sizeof(type))
/* Codes of how a chunk begins: `edges` has four times how it ends above it. */
#define HEADS 4

PyDoc_STRVAR(expand_doc,
             "expand(numbers, starts, owners, surfaces, first, count, edges, inner, ends, surface, text, sentence, paragraph):\n"
             "chunks by number, the places where paragraphs start among them and the text of each -> the words of all.\n"
             "False when a number leads beyond what is known, or the words do not fill the arrays given.");

static PyObject *
expand(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[13];
    if (expect(given, 13) < 0 || hold(&held, arguments, 13, array) < 0)
        return NULL;
    const Py_buffer *views = held.views;
    const int32_t *number = views[0].buf, *owner = views[2].buf, *known = views[3].buf;
    const int64_t *start = views[1].buf;
    const int32_t *first = views[4].buf, *count = views[5].buf;
    const unsigned char *edges = views[6].buf, *inner = views[7].buf, *ends = views[8].buf;
    int32_t *surface = views[9].buf, *text = views[10].buf;
    char *sentence = views[11].buf, *paragraph = views[12].buf;
    Py_ssize_t pieces = COUNT(views[0], int32_t), paragraphs = COUNT(views[1], int64_t), at = 0, piece = 0;
    Py_ssize_t chunks = COUNT(views[4], int32_t), words = COUNT(views[3], int32_t), room = COUNT(views[9], int32_t);
    int fits = COUNT(views[2], int32_t) == paragraphs && COUNT(views[5], int32_t) == chunks && views[6].len == chunks;
    fits = fits && views[7].len == words && COUNT(views[10], int32_t) == room && views[11].len == room;
    fits = fits && views[12].len == room && (paragraphs == 0 ? pieces == 0 : start[0] == 0);
    unsigned char before = 0;
    for (Py_ssize_t place = 0; fits && place < paragraphs; place++) {
        Py_ssize_t stop = place + 1 < paragraphs ? (Py_ssize_t)start[place + 1] : pieces, opened = at;
        fits = stop >= piece && stop <= pieces;
        for (; fits && piece < stop; piece++) {
            int32_t chunk = number[piece];
            fits = chunk >= 0 && chunk < chunks && count[chunk] >= 0 && count[chunk] <= room - at && first[chunk] >= 0
                   && first[chunk] <= words - count[chunk] && edges[chunk] < views[8].len;
            if (!fits)
                break;
            Py_ssize_t from = at;
            for (const int32_t *one = known + first[chunk], *end = one + count[chunk]; one < end; one++, at++) {
                surface[at] = *one;
                text[at] = owner[place];
                sentence[at] = inner[one - known] != 0;
                paragraph[at] = 0;
            }
            if (at > from && piece)
                sentence[from] |= ends[before / HEADS * HEADS + edges[chunk] % HEADS] != 0;
            before = edges[chunk];
        }
        if (at > opened)
            sentence[opened] = paragraph[opened] = 1;
    }
    fits = fits && piece == pieces && at == room;
    let_go(&held);
    return PyBool_FromLong(fits);
}

/* The finaliser of SplitMix64, `signatures.mixed`. */
static inline uint64_t
mixed(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xBF58476D1CE4E5B9);
    value ^= value >> 27;
    value *= UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

PyDoc_STRVAR(lower_doc,
             "lower(words, start, size, factors, least): of each text the least value of the runs of three of its words in\n"
             "each of 16 bins, by the upper bits of the run's hash; words are hashes, least has a row of 16 a text. False\n"
             "when a text reaches beyond the words, or the arrays do not fit each other.");

static PyObject *
lower(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    Held held;
    Numbers array[5];
    if (expect(given, 5) < 0 || hold(&held, arguments, 5, array) < 0)
        return NULL;
    const uint64_t *word = held.views[0].buf, *factor = held.views[3].buf;
    const int64_t *start = array[1].at, *size = array[2].at;
    uint64_t *least = held.views[4].buf;
    int fits = array[2].size == array[1].size && array[3].size == 3 && array[4].size == 16 * array[1].size;
    for (Py_ssize_t text = 0; fits && text < array[1].size; text++, least += 16) {
        fits = start[text] >= 0 && size[text] >= 0 && size[text] <= array[0].size - start[text];
        const uint64_t *one = word + start[text];
        for (int64_t run = 0; fits && run + 2 < size[text]; run++) {
            uint64_t hash = mixed(one[run] * factor[0] + one[run + 1] * factor[1] + one[run + 2] * factor[2]);
            uint64_t *bin = least + (hash >> 60);
            hash &= (UINT64_C(1) << 60) - 1;
            *bin = hash < *bin ? hash : *bin;
        }
    }
    let_go(&held);
    return PyBool_FromLong(fits);
}

static PyMethodDef methods[] = {
    {"expand", (PyCFunction)(void (*)(void))expand, METH_FASTCALL, expand_doc},
    {"lower", (PyCFunction)(void (*)(void))lower, METH_FASTCALL, lower_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "searcher.analysis._streams",
    .m_doc = "Words of many texts, compiled; see streams.py.",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit__streams(void)
{
    return PyModuleDef_Init(&definition);
}
