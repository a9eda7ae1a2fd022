"""What the tests of web archives and packed files share: records, members, and a page to put in them."""

import gzip

PAGE = (
    "<!doctype html><html lang='en'><head><title>{title}</title>"
    "<meta property='article:published_time' content='2021-05-0{day}T08:00:00Z'></head>"
    "<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
)
TEXT = (
    "The harbour ferry at Tromsø ran again on Tuesday after three weeks in dock, and the queue reached the fish market."
)


def page(title="The ferry is back", text=TEXT, day=4):
    return PAGE.format(title=title, text=text, day=day)


def http(body, kind="text/html; charset=utf-8", status="200 OK", **headers):
    raw = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def record(content=b"", kind="response", url="http://news.example/1", length=None, media="application/http", **headers):
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2021-05-05T10:00:00Z",
        f"Content-Type: {media}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        f"Content-Length: {len(content) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def arc(content, url="http://news.example/1", kind="text/html", length=None):
    size = len(content) if length is None else length
    return f"{url} 192.0.2.1 20210505100000 {kind} {size}\n".encode() + content + b"\n"


def arc_file(*records):
    about = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n\n"
    head = f"filedesc://test.arc 0.0.0.0 20210505100000 text/plain {len(about)}\n".encode()
    return head + about + b"".join(records)


def member(data):
    return gzip.compress(data, mtime=0)


def pages(*titles):
    """A response record for each title."""
    return [record(http(page(title)), url=f"http://news.example/{n}") for n, title in enumerate(titles, 1)]
