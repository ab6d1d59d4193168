"""The labelled corpus of redaction: `python -m tests.camel_bridge.redaction_corpus` writes tests/golden/redaction/.

Values are made: check digits are computed here, independently of the engine; cards are of the test ranges, domains
those kept for examples, telephone numbers those kept for fiction where a country has any. The seed makes every run the
same.
"""

import base64
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_plus
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parents[1] / "golden" / "redaction"
OF_EACH = 40
SEED = 20_240_115
# The dihedral group of ten, and the permutations of Verhoeff's check, row by row.
VERHOEFF_D = "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210"
VERHOEFF_P = (
    "0123456789157628309458037961428916043527"
    "9453126870428657390127938064157046913258"
)  # fmt: skip
HEX = "0123456789abcdef"
ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Maker:
    """Makes one value of each kind."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)

    def digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def letters(self, count: int, of: str = ALNUM) -> str:
        return "".join(self.random.choice(of) for _ in range(count))

    def date6(self) -> str:
        return f"{self.random.randint(40, 99)}{self.random.randint(1, 12):02}{self.random.randint(1, 28):02}"

    def card(self) -> str:
        begin, length = self.random.choice(
            [
                ("411111", 16),
                ("400000", 16),
                ("555555", 16),
                ("2223", 16),
                ("3782", 15),
                ("6011", 16),
                ("3530", 16),
                ("3056", 14),
            ]
        )
        body = begin + self.digits(length - len(begin) - 1)
        number = body + luhn(body)
        if length == 16 and self.random.random() < 0.5:
            return self.random.choice(" -").join(number[at : at + 4] for at in range(0, 16, 4))
        return number

    def iban(self) -> str:
        country, length, of = self.random.choice(
            [
                ("DE", 22, ""),
                ("FR", 27, ""),
                ("ES", 24, ""),
                ("NL", 18, "TEST"),
                ("GB", 22, "TEST"),
                ("AT", 20, ""),
                ("PL", 28, ""),
            ]
        )
        body = of + self.digits(length - 4 - len(of))
        check = 98 - int("".join(str(int(letter, 36)) for letter in body + country + "00")) % 97
        text = f"{country}{check:02}{body}"
        return " ".join(text[at : at + 4] for at in range(0, length, 4)) if self.random.random() < 0.4 else text

    def email(self) -> str:
        local = self.random.choice(["ada", "grace.h", "j.doe+tag", "o'neil", "first_last", "x-y", "büro", "a1"])
        domain = self.random.choice(
            ["example.com", "mail.example.org", "example.co.uk", "test.example.net", "bücher.example"]
        )
        return f"{local}@{domain}"

    def phone(self) -> str:
        pick = self.random.choice
        return pick([
            f"+49 30 23125 {self.digits(3)}", f"+44 20 7946 0{self.digits(3)}", f"+1-202-555-01{self.digits(2)}",
            f"+1 (212) 555-01{self.digits(2)}", f"(202) 555-01{self.digits(2)}", f"202-555-01{self.digits(2)}",
            f"+3319900{self.digits(4)}", f"01 99 00 {self.digits(2)} {self.digits(2)}", f"030 23125{self.digits(3)}",
            f"0049 30 23125{self.digits(3)}", f"+44 7700 900{self.digits(3)}", f"phone: 23125{self.digits(3)}",
        ])  # fmt: skip

    def us_ssn(self) -> str:
        number = f"{self.random.randint(100, 665)}-{self.random.randint(1, 99):02}-{self.random.randint(1, 9999):04}"
        return self.random.choice(
            [number, number, "SSN " + number.replace("-", ""), "social security " + number.replace("-", " ")]
        )

    def uk_nino(self) -> str:
        first, second, digits = self.letters(1, "ACEHJ"), self.letters(1, "CEHJP"), self.digits(6)
        spaced = f"{first}{second} {digits[:2]} {digits[2:4]} {digits[4:]} "
        return self.random.choice([f"{first}{second}{digits}", spaced]) + self.letters(1, "ABCD")

    def de_tax_id(self) -> str:
        order = self.random.sample("0123456789", 10)
        order[9] = order[self.random.randint(0, 7)]
        while order[0] == "0":
            order = [*order[1:9], order[0], order[9]]
        product = 10
        for digit in order:
            total = (int(digit) + product) % 10 or 10
            product = total * 2 % 11
        number = "".join(order) + str((11 - product) % 10)
        spaced = f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"
        return self.random.choice([spaced, f"Steuer-ID {number}", f"IdNr. {number}"])

    def fr_nir(self) -> str:
        birth = f"{self.random.choice('12')}{self.digits(2)}{self.random.randint(1, 12):02}"
        body = f"{birth}{self.random.randint(10, 95)}{self.digits(6)}"
        key = f"{97 - int(body) % 97:02}"
        spaced = f"{body[0]} {body[1:3]} {body[3:5]} {body[5:7]} {body[7:10]} {body[10:]} {key}"
        return self.random.choice([body + key, spaced, f"{body} {key}"])

    def es_dni(self) -> str:
        table = "TRWAGMYFPDXBNJZSQVHLCKE"
        if self.random.random() < 0.5:
            first, digits = self.random.randint(0, 2), self.digits(7)
            return f"{'XYZ'[first]}{digits}{table[int(f'{first}{digits}') % 23]}"
        digits = self.digits(8)
        return f"{digits}{self.random.choice(['', '-'])}{table[int(digits) % 23]}"

    def it_codice_fiscale(self) -> str:
        odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
        code = (
            self.letters(6, "BCDFGLMNPRST")
            + self.digits(2)
            + self.letters(1, "ABCDEHLMPRST")
            + f"{self.random.randint(1, 28):02}"
        )
        code += self.letters(1, "ABCDEFGHL") + self.digits(3)
        values = [int(letter) if letter.isdigit() else ord(letter) - 65 for letter in code]
        total = sum(odd[value] if at % 2 == 0 else value for at, value in enumerate(values))
        return code + chr(65 + total % 26)

    def nl_bsn(self) -> str:
        while True:
            digits = self.digits(8)
            check = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
            if check < 10:
                return f"{self.random.choice(['BSN ', 'bsn: ', 'Burgerservicenummer '])}{digits}{check}"

    def pl_pesel(self) -> str:
        body = self.date6() + self.digits(4)
        check = -sum(int(digit) * weight for digit, weight in zip(body, (1, 3, 7, 9) * 3, strict=False)) % 10
        return f"PESEL {body}{check}"

    def se_personnummer(self) -> str:
        body = self.date6() + self.digits(3)
        number = body + luhn(body)
        dashed = f"{number[:6]}-{number[6:]}"
        return self.random.choice([dashed, f"19{dashed}", f"personnummer {number}"])

    def br_cpf(self) -> str:
        body = [int(digit) for digit in self.digits(9)]
        for _ in range(2):
            total = sum(digit * (len(body) + 1 - at) for at, digit in enumerate(body))
            body.append(total * 10 % 11 % 10)
        text = "".join(map(str, body))
        return self.random.choice([f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}", f"CPF {text}"])

    def in_aadhaar(self) -> str:
        body = self.random.choice("23456789") + self.digits(10)
        check = 0
        for at, digit in enumerate(reversed(body)):
            check = int(VERHOEFF_D[10 * check + int(VERHOEFF_P[10 * ((at + 1) % 8) + int(digit)])])
        number = body + str(VERHOEFF_D[10 * check : 10 * check + 10].index("0"))
        return self.random.choice([f"{number[:4]} {number[4:8]} {number[8:]}", f"Aadhaar {number}"])

    def jwt(self) -> str:
        part = lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")  # noqa: E731
        return f"{part(json.dumps({'alg': 'HS256'}))}.{part(json.dumps({'sub': self.letters(8)}))}.{self.letters(43)}"

    def authorization(self) -> str:
        basic = base64.b64encode(f"user:{self.letters(9)}".encode()).decode()
        return self.random.choice(
            [f"Basic {basic}", f"Bearer {self.letters(15)}7{self.letters(16)}", f"bearer {self.letters(40)}"]
        )

    def api_key(self) -> str:
        upper = ALNUM[26:]
        return self.random.choice([
            f"AKIA{self.letters(16, upper)}", f"ghp_{self.letters(36)}", f"xoxb-{self.digits(11)}-{self.letters(24)}",
            f"sk_test_{self.letters(24)}", f"AIza{self.letters(35)}", f"glpat-{self.letters(20)}",
            f"npm_{self.letters(36)}",
        ])  # fmt: skip

    def private_key(self) -> str:
        kind = self.random.choice(["", "RSA ", "EC ", "OPENSSH "])
        body = "\n".join(self.letters(64) for _ in range(3))
        return f"-----BEGIN {kind}PRIVATE KEY-----\n{body}\n-----END {kind}PRIVATE KEY-----"

    def uri_password(self) -> str:
        scheme = self.random.choice(["ftp", "amqp", "jdbc:postgresql", "https", "mongodb+srv"])
        return f"{scheme}://user:{self.letters(10)}@host.example/path"

    def raw_parameter(self) -> str:
        return f"kafka:orders?saslJaasConfig=RAW({self.letters(6)}+&{self.letters(6)})&brokers=b:9092"

    def password(self) -> str:
        return f"{self.random.choice(['password', 'db.password', 'userPassword', 'pwd'])}={self.letters(12)}"


def luhn(body: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - at % 2), 10)) for at, digit in enumerate(reversed(body)))
    return str(-total % 10)


EMBEDDINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "json": ("body", lambda text: json.dumps({"id": 17, "note": f"see {text} there", "ok": True})),
    "json-escaped": ("body", lambda text: json.dumps({"a": text}).replace("@", "\\u0040").replace("/", "\\/")),
    "json-in-json": ("body", lambda text: json.dumps({"payload": json.dumps({"rows": [{"note": text}]})})),
    "xml": ("body", lambda text: f"<order n='1'><note>see {escape(text)} there</note><ok/></order>"),
    "xml-attribute": ("body", lambda text: f'<order note="{escape(text, {chr(34): "&quot;", "@": "&#64;"})}"/>'),
    "cdata": ("body", lambda text: f"<order><![CDATA[<note>{text}</note>]]></order>"),
    "form": ("body", lambda text: f"id=17&note={quote_plus(text)}&ok=1"),
    "log": ("text", lambda text: f"2024-01-15 10:20:30.123 INFO [main] c.e.Orders - got {text} from queue 7"),
    "stack": ("text", lambda text: f"java.lang.IllegalStateException: bad {text}\n\tat com.example.A.b(A.java:42)"),
    "header": ("header", lambda text: text),
    "uri-parameter": ("uri", lambda text: f"http://host.example/orders?note={quote_plus(text)}&page=2"),
}  # fmt: skip


def secret_of(detector: str, value: str) -> str:
    """What must be gone: of a value with a word or a host around it, the secret alone."""
    if detector == "uri_password":
        return value.split("user:")[1].split("@", maxsplit=1)[0]
    if detector == "raw_parameter":
        return value.split("RAW(")[1].split("+", maxsplit=1)[0]
    if detector == "password":
        return value.split("=")[1]
    if detector == "private_key":
        return value.split("\n")[1]
    if detector in {"uk_nino", "iban"}:
        return value
    if detector == "authorization":
        return value.split(" ")[1]
    labelled = any(letter.isalpha() for letter in value.split(" ", maxsplit=1)[0])
    return value.rsplit(" ", maxsplit=1)[-1] if labelled else value


def positives() -> Iterator[dict[str, str]]:
    maker = Maker()
    detectors = [
        name for name in vars(Maker) if not name.startswith("_") and name not in {"digits", "letters", "date6"}
    ]
    for detector in detectors:
        for at in range(OF_EACH):
            value = getattr(maker, detector)()
            embedding = list(EMBEDDINGS)[at % len(EMBEDDINGS)]
            verb, embed = EMBEDDINGS[embedding]
            yield {
                "detector": detector, "embedding": embedding, "verb": verb, "text": embed(value),
                "secret": secret_of(detector, value),
            }  # fmt: skip


def ean(maker: Maker) -> str:
    body = maker.random.choice(["40", "50", "978", "30"]) + maker.digits(10)
    body = body[:12]
    return body + str(-sum(int(digit) * (1 + 2 * (at % 2)) for at, digit in enumerate(body)) % 10)


def negatives() -> Iterator[dict[str, str]]:
    """What looks like something and is nothing."""
    maker = Maker()
    draw = maker.random.randint
    make: dict[str, Callable[[], str]] = {
        "uuid": lambda: "-".join(maker.letters(count, HEX) for count in (8, 4, 4, 4, 12)),
        "uuid-digits": lambda: "-".join(maker.digits(count) for count in (8, 4, 4, 4, 12)),
        "trace": lambda: f"00-{maker.letters(32, HEX)}-{maker.letters(16, HEX)}-01",
        "span-id": lambda: maker.letters(16, HEX),
        "instant": lambda: f"20{draw(10, 29)}-0{draw(1, 9)}-1{maker.digits(1)}T10:{draw(10, 59)}:30.{maker.digits(3)}Z",
        "offset-time": lambda: f"2024-01-1{maker.digits(1)} 10:20:{draw(10, 59)}.{maker.digits(6)}+01:00",
        "epoch-ms": lambda: f"17{maker.digits(11)}",
        "epoch-ns": lambda: f"17{maker.digits(17)}",
        "order": lambda: f"ORD-{maker.digits(4)}-{maker.digits(6)}",
        "order-digits": lambda: maker.digits(maker.random.choice([6, 8, 9, 10, 11])),
        "ip": lambda: ".".join(str(maker.random.randint(1, 254)) for _ in range(4)) + ":8080",
        "version": lambda: f"{draw(1, 30)}.{maker.digits(2)}.{maker.digits(3)}-SNAPSHOT.{maker.digits(8)}",
        "price": lambda: f"{draw(1, 99999)}.{maker.digits(2)} EUR, {draw(1, 9)} 999 999.{maker.digits(2)}",
        "sha": lambda: maker.letters(40, HEX),
        "sha256": lambda: "sha256:" + maker.letters(64, HEX),
        "ean": lambda: ean(maker),
        "isbn": lambda: f"ISBN 978-3-{maker.digits(3)}-{maker.digits(5)}-{maker.digits(1)}",
        "java": lambda: f"com.example.Order@{maker.letters(7, HEX)} (Order.java:{maker.random.randint(1, 999)})",
        "class": lambda: f"@Override of org.apache.camel.Exchange{maker.digits(2)} took {maker.digits(3)}ms",
        "coordinates": lambda: f"{maker.random.uniform(-90, 90):.12f},{maker.random.uniform(-180, 180):.12f}",
        "exchange": lambda: f"{maker.letters(15, HEX.upper())}-{maker.letters(16, HEX.upper())}",
        "base64": lambda: base64.b64encode(maker.letters(30).encode()).decode(),
        "sentence": lambda: f"The passwordless login of tokenizer {maker.digits(3)} has no bearer authentication",
        "size": lambda: f"{maker.digits(9)} bytes of {maker.digits(12)}",
    }  # fmt: skip
    embeddings = [name for name in EMBEDDINGS if name != "json-escaped"]
    for kind, made in make.items():
        for at in range(25):
            verb, embed = EMBEDDINGS[embeddings[at % len(embeddings)]]
            yield {"kind": kind, "verb": verb, "text": embed(made())}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, records in (("positives", positives()), ("negatives", negatives())):
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        (FOLDER / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
