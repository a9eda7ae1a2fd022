/* Arrays as a compiled step takes them: anything that has a buffer of native numbers side by side. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#define MOST_ARRAYS 16

typedef struct {
    int64_t *at;
    Py_ssize_t size;
} Numbers;

typedef struct {
    Py_buffer views[MOST_ARRAYS];
    int held;
} Held;

static void
let_go(Held *held)
{
    while (held->held)
        PyBuffer_Release(&held->views[--held->held]);
}

/* The buffers of some arguments, or -1 with an exception and none of them. */
static int
hold(Held *held, PyObject *const *arguments, int count, Numbers *found)
{
    held->held = 0;
    for (int number = 0; number < count; number++) {
        Py_buffer *view = &held->views[number];
        if (PyObject_GetBuffer(arguments[number], view, PyBUF_SIMPLE) < 0) {
            let_go(held);
            return -1;
        }
        held->held++;
        found[number].at = view->buf;
        found[number].size = view->len / (Py_ssize_t)sizeof(int64_t);
    }
    return 0;
}

static int
expect(Py_ssize_t given, Py_ssize_t wanted)
{
    if (given == wanted)
        return 0;
    PyErr_Format(PyExc_TypeError, "%zd arguments, not %zd", given, wanted);
    return -1;
}
