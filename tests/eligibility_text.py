"""Answers of payers (271) as short words, for tests: made-up people only."""

from datetime import date

ISA = ("ISA*00*          *00*          *ZZ*NORTHSTAR      *ZZ*STCLOUDORTHO   *261201*0815*^*00501*"
       "000000071*0*P*:~")  # fmt: skip
OLSON = "OLSON*PAT****MI*M100"


def answer(
    *benefits: str,
    name: str = OLSON,
    born: str = "19700304",
    trace: str = "T1",
    payer: str = "NORTH STAR HEALTH*****PI*NSH",
) -> list[str]:
    """Segments of one patient; `benefits` are segments after DMG ("EB*1**30", "AAA*N**75*C")."""
    return [
        "HL*1**20*1", f"NM1*PR*2*{payer}", "HL*2*1*21*1",
        "NM1*1P*2*ST CLOUD ORTHOPEDICS*****XX*1999999984", "HL*3*2*22*0",
        f"TRN*2*{trace}*9STCLOUD", f"NM1*IL*1*{name}", f"DMG*D8*{born}*F", *benefits,
    ]  # fmt: skip


def file_of(*answers: list[str], on: date = date(2026, 12, 1)) -> bytes:
    """One interchange, a transaction for each answer."""
    sets = []
    for number, body in enumerate(answers, start=1):
        head = [f"ST*271*{number:04d}*005010X279A1", f"BHT*0022*11*R{number}*{on:%Y%m%d}*0815"]
        rows = [*head, *body]
        sets.append("".join(f"{row}~\n" for row in (*rows, f"SE*{len(rows) + 1}*{number:04d}")))
    gs = "GS*HB*NORTHSTAR*STCLOUDORTHO*20261201*0815*71*X*005010X279A1~\n"
    return f"{ISA}\n{gs}{''.join(sets)}GE*{len(answers)}*71~\nIEA*1*000000071~\n".encode()


def below(
    *benefits: str,
    holder: str = "STARK*ROBIN****MI*M100",
    holder_born: str = "19580207",
    name: str = "LASTA*A1",
    born: str = "19800101",
    relation: str = "19",
    trace: str = "T1",
) -> list[str]:
    """Segments of a patient who is named below the subscriber; `relation` is INS02, "" for none."""
    rows = answer(name=holder, born=holder_born, payer="NSH*****PI*NSH")
    told = [f"INS*N*{relation}"] if relation else []
    return [
        *rows[:4], "HL*3*2*22*1", *rows[6:], "HL*4*3*23*0", f"TRN*2*{trace}*9STCLOUD",
        f"NM1*03*1*{name}", f"DMG*D8*{born}*F", *told, *benefits,
    ]  # fmt: skip
