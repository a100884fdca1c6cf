# SPDX-License-Identifier: Apache-2.0
"""As much of libpq as the baselines need, by the library itself: binary parameters, and next to
nothing of a client's own work."""

import contextlib
import ctypes

_LIBRARY = ctypes.CDLL("libpq.so.5")
_COMMAND, _TUPLES = 1, 2


def _declare(name, result, *arguments):
    function = getattr(_LIBRARY, name)
    function.restype, function.argtypes = result, arguments
    return function


_P, _S, _I = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_connect = _declare("PQconnectdb", _P, _S)
_finish = _declare("PQfinish", None, _P)
_status = _declare("PQstatus", _I, _P)
_message = _declare("PQerrorMessage", _S, _P)
_backend = _declare("PQbackendPID", _I, _P)
_execute = _declare("PQexec", _P, _P, _S)
_prepare = _declare("PQprepare", _P, _P, _S, _S, _I, _P)
_run = _declare("PQexecPrepared", _P, _P, _S, _I, _P, _P, _P, _I)
_verdict = _declare("PQresultStatus", _I, _P)
_rows = _declare("PQntuples", _I, _P)
_columns = _declare("PQnfields", _I, _P)
_value = _declare("PQgetvalue", _P, _P, _I, _I)
_length = _declare("PQgetlength", _I, _P, _I, _I)
_clear = _declare("PQclear", None, _P)


class Parameters:
    """Binary values, made once and sent as often as wanted."""

    def __init__(self, values):
        count = self.count = len(values)
        self.values = (_S * count)(*values)
        self.lengths = (_I * count)(*map(len, values))
        self.formats = (_I * count)(*([1] * count))


class Connection:
    """Blocking; whatever PostgreSQL refuses is raised."""

    def __init__(self, dsn):
        self._at = _connect(dsn.encode())
        if _status(self._at) != 0:
            message = _message(self._at).decode().strip()
            self.close()
            raise RuntimeError(message)

    def close(self):
        _finish(self._at)

    @property
    def backend(self):
        return _backend(self._at)

    def _taken(self, result, *wanted):
        if _verdict(result) not in wanted:
            _clear(result)
            raise RuntimeError(_message(self._at).decode().strip())
        return result

    def ask(self, statement):
        """The rows, each a list of texts."""
        result = self._taken(_execute(self._at, statement.encode()), _TUPLES, _COMMAND)
        rows = [[ctypes.string_at(_value(result, row, column), _length(result, row, column)).decode()
                 for column in range(_columns(result))] for row in range(_rows(result))]
        _clear(result)
        return rows

    def prepare(self, name, statement):
        _clear(self._taken(_prepare(self._at, name.encode(), statement.encode(), 0, None), _COMMAND))

    def run(self, name, with_these):
        result = _run(self._at, name.encode(), with_these.count, with_these.values, with_these.lengths,
                      with_these.formats, 1)
        _clear(self._taken(result, _TUPLES, _COMMAND))


@contextlib.contextmanager
def connection(dsn):
    opened = Connection(dsn)
    try:
        yield opened
    finally:
        opened.close()
