"""Random templates and schedules, of what Airflow users write and a little beyond."""

import datetime
import random

R = random.choice


def number(d):
    if d <= 0:
        return R(
            [
                "1",
                "2",
                "3",
                "-1",
                "0",
                "2.5",
                "params.n",
                "params.f",
                "10",
                "params.things[0]",
                "logical_date.day",
                "ds[5:7] | int",
            ]
        )
    k = R(range(10))
    if k < 4:
        return "(%s %s %s)" % (number(d - 1), R(["+", "-", "*", "/", "//", "%"]), number(d - 1))
    if k == 4:
        return "(%s | %s)" % (number(d - 1), R(["abs", "round", "round(1)", "int", "float", "default(1)"]))
    if k == 5:
        return "(%s | length)" % R([text, listing])(d - 1)
    if k == 6:
        return "(%s if %s else %s)" % (number(d - 1), truth(d - 1), number(d - 1))
    if k == 7:
        return "(%s | %s)" % (listing(d - 1), R(["sum", "max", "min", "first", "last"]))
    if k == 8:
        return "%s.%s" % (
            moment(d - 1),
            R(["year", "month", "day", "hour", "day_of_week", "weekday()", "timestamp()", "quarter", "day_of_year"]),
        )
    return "-%s" % number(d - 1)


def text(d):
    if d <= 0:
        return R(
            [
                "'a'",
                "'b-c_d'",
                "params.name",
                "params.text",
                "ds",
                "ts",
                "ds_nodash",
                "'x y z'",
                "''",
                "run_id",
                "'Ab,cD'",
                "dag.dag_id",
            ]
        )
    k = R(range(13))
    if k < 2:
        return "(%s ~ %s)" % (R([text, number])(d - 1), text(d - 1))
    if k == 2:
        return "(%s | %s)" % (
            text(d - 1),
            R(
                [
                    "upper",
                    "lower",
                    "title",
                    "capitalize",
                    "trim",
                    "replace('a','-')",
                    "replace('-','')",
                    "center(12)",
                    "truncate(6)",
                    "truncate(4,true,'')",
                    "wordwrap(4)",
                    "indent(2)",
                    "reverse",
                    "urlencode",
                    "escape",
                    "default('q')",
                    "string",
                    "striptags",
                    "first",
                    "last",
                ]
            ),
        )
    if k == 3:
        return "%s.%s" % (
            text(d - 1),
            R(
                [
                    "upper()",
                    "title()",
                    "strip('a')",
                    "replace('a','bb')",
                    "zfill(9)",
                    "ljust(5,'.')",
                    "rjust(9)",
                    "center(9,'*')",
                    "capitalize()",
                    "swapcase()",
                    "split('-')[0]",
                    "partition('-')[2]",
                    "removeprefix('a')",
                    "rsplit('-',1)[-1]",
                    "lstrip('20')",
                ]
            ),
        )
    if k == 4:
        return "%s[%s]" % (text(d - 1), R(["0", "-1", "1:", "::-1", ":3", "-2:", "::2", "1:-1"]))
    if k == 5:
        return "(%s if %s else %s)" % (text(d - 1), truth(d - 1), text(d - 1))
    if k == 6:
        return "(%s | join(%s))" % (listing(d - 1), R(["','", "''", "' - '"]))
    if k == 7:
        return "('%s' %% %s)" % (R(["%s", "<%5s>", "%-8s|", "%r"]), text(d - 1))
    if k == 8:
        return "('%s' %% %s)" % (R(["%d", "%05.1f", "%s", "%+d", "%e", "%g", "%x"]), number(d - 1))
    if k == 9:
        return "'%s'.format(%s)" % (R(["{}", "{:>8}", "{:^7}|", "{!r}"]), R([text, number])(d - 1))
    if k == 10:
        return "%s.strftime('%s')" % (
            moment(d - 1),
            R(["%Y-%m-%d", "%d/%m/%y", "%A", "%b %-d", "%H%M", "%j", "%V", "%Y%m%dT%H%M%S"]),
        )
    if k == 11:
        return "(%s | %s)" % (moment(d - 1), R(["ds", "ts", "ds_nodash", "ts_nodash", "string"]))
    return "(%s | tojson)" % R([text, number, listing, mapping])(d - 1)


def listing(d):
    if d <= 0:
        return R(
            [
                "params.things",
                "[1,2,3]",
                "['b','a','C']",
                "[]",
                "range(4) | list",
                "ds.split('-')",
                "[3,1,2]",
                "[1,'x',none]",
                "(1,2)",
                "params.text | list",
            ]
        )
    k = R(range(9))
    if k == 0:
        return "(%s + %s)" % (listing(d - 1), listing(d - 1))
    if k < 4:
        return "(%s | %s)" % (
            listing(d - 1),
            R(
                [
                    "sort",
                    "reverse | list",
                    "unique | list",
                    "map('string') | list",
                    "map('upper') | list",
                    "select('string') | list",
                    "reject('none') | list",
                    "batch(2) | list",
                    "list",
                    "map('int') | list",
                    "sort(reverse=true)",
                    "select('number') | list",
                    "slice(2) | list",
                    "select | list",
                ]
            ),
        )
    if k == 4:
        return "%s[%s]" % (listing(d - 1), R(["1:", "::-1", ":2", "-2:"]))
    if k == 5:
        return "[%s, %s]" % (R([text, number, truth])(d - 1), R([text, number, listing])(d - 1))
    if k == 6:
        return "(%s.split(%s))" % (text(d - 1), R(["", "'-'", "'a'", "',',1"]))
    if k == 7:
        return "(params.rows | map(attribute='%s') | list)" % R(["v", "name", "g"])
    return "(%s | %s)" % (mapping(d - 1), R(["list", "dictsort", "items | list"]))


def mapping(d):
    if d <= 0:
        return R(["params.nested", "{'b': 1, 'a': 2}", "{}", "params.rows[0]", "dict(a=1)"])
    return "{'k': %s, %s: %s}" % (R([text, number, truth, listing])(d - 1), text(d - 1), number(d - 1))


def truth(d):
    if d <= 0:
        return R(["true", "false", "params.flag", "none", "params.nothing", "nosuch is defined"])
    k = R(range(8))
    if k == 0:
        return "(%s %s %s)" % (number(d - 1), R(["<", "<=", "==", "!=", ">", ">="]), number(d - 1))
    if k == 1:
        return "(%s %s %s)" % (text(d - 1), R(["==", "in", "not in", "<", "!="]), text(d - 1))
    if k == 2:
        return "(%s %s %s)" % (truth(d - 1), R(["and", "or"]), R([truth, number, text])(d - 1))
    if k == 3:
        return "(not %s)" % R([truth, text, listing])(d - 1)
    if k == 4:
        return "(%s in %s)" % (R([number, text])(d - 1), listing(d - 1))
    if k == 5:
        return "(%s is %s%s)" % (
            R([number, text, listing, truth])(d - 1),
            R(["", "not "]),
            R(["string", "number", "odd", "none", "defined", "mapping", "sequence", "integer", "lower", "eq(1)", "in([1,2])"]),
        )
    if k == 6:
        return "(%s %s %s)" % (moment(d - 1), R(["<", "==", ">="]), moment(d - 1))
    return "(1 < %s < 5)" % number(d - 1)


def moment(d):
    if d <= 0:
        return R(["logical_date", "data_interval_start", "data_interval_end"])
    k = R(range(6))
    if k == 0:
        return "%s.%s(%s=%d)" % (
            moment(d - 1),
            R(["add", "subtract"]),
            R(["days", "months", "hours", "weeks", "years", "minutes", "seconds"]),
            R([1, 2, 13, -5, 29]),
        )
    if k == 1:
        return "%s.%s('%s')" % (moment(d - 1), R(["start_of", "end_of"]), R(["day", "month", "week", "year", "hour", "decade"]))
    if k == 2:
        return "(%s %s macros.timedelta(%s=%d))" % (
            moment(d - 1),
            R("+-"),
            R(["days", "hours", "minutes", "weeks"]),
            R([1, 2, 36, 100]),
        )
    if k == 3:
        return "%s.in_timezone('%s')" % (
            moment(d - 1),
            R(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe", "America/St_Johns"]),
        )
    if k == 4:
        return "%s.replace(%s)" % (moment(d - 1), R(["day=1", "hour=0", "minute=5, second=6", "month=3"]))
    return "%s.%s(%s)" % (moment(d - 1), R(["next", "previous"]), R(["", "1", "6"]))


def template() -> str:
    k = R(range(12))
    e = lambda: R([text, number, truth, listing, mapping, moment])(R([1, 2, 2, 3]))
    if k < 8:
        return "{{ %s }}" % e()
    if k == 8:
        return "{%% if %s %%}A{{ %s }}{%% else %%}B{%% endif %%}" % (truth(2), e())
    if k == 9:
        return (
            "{%% for x in %s %%}{{ loop.index }}{{ x }}{%% if not loop.last %%},{%% endif %%}{%% else %%}E{%% endfor %%}"
            % listing(2)
        )
    if k == 10:
        return "{%% set v = %s %%}{{ v }}/{{ v | string | length }}" % e()
    return "{%% for k, v in (%s).items() %%}{{ k }}={{ v }};{%% endfor %%}" % mapping(1)


def field(lo, hi, extra=()):
    k = R(range(12))
    if k < 5:
        return "*"
    if k < 8:
        return str(R(range(lo, hi + 1)))
    if k == 8:
        a = R(range(lo, hi))
        b = R(range(a, hi + 1))
        return "%d-%d%s" % (a, b, R(["", "/2", "/3"]))
    if k == 9:
        return "*/%d" % R([2, 3, 5, 7, 10, 15, 20, 30])
    if k == 10:
        return ",".join(str(R(range(lo, hi + 1))) for _ in range(R([2, 3])))
    if extra:
        return R(extra)
    return "%d/%d" % (R(range(lo, hi + 1)), R([2, 5, 10]))


MONTHS = ["jan", "feb", "MAR", "apr", "Jun", "jul", "dec", "jan-mar", "oct-feb", "JAN,JUL"]
WEEKDAYS = [
    "mon",
    "TUE",
    "sun",
    "mon-fri",
    "FRI",
    "sat,sun",
    "fri-mon",
    "7",
    "0-7",
    "sun#1",
    "mon#2",
    "5#3",
    "L5",
    "l0",
    "fri#5",
    "2#1,4#3",
    "L1,L5",
]


def cron():
    c = [
        R([field(0, 59), "0", "0,30", "*/15"]),
        R([field(0, 23), "2", "3", "0", "*/6"]),
        field(1, 31, extra=("L", "1,L", "?", "31", "15,L", "1W", "15W")),
        field(1, 12, extra=MONTHS),
        field(0, 6, extra=WEEKDAYS),
    ]
    if R(range(4)) == 0:
        c[2] = "*"
        c[3] = "*"
    if R(range(6)) == 0:
        c.append(R(["0", "30", "*/20", "15,45"]))
    return " ".join(c)


PRESETS = ["@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly", "@annually", "@midnight", "@HOURLY"]
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Europe/London",
    "Asia/Tehran",
]


def day():
    b = R(
        [
            datetime.datetime(2024, 3, 8),
            datetime.datetime(2024, 3, 29),
            datetime.datetime(2024, 10, 25),
            datetime.datetime(2024, 11, 1),
            datetime.datetime(2024, 2, 27),
            datetime.datetime(2024, 12, 30),
            datetime.datetime(2024, 4, 5),
            datetime.datetime(2024, 6, 15),
            datetime.datetime(2011, 12, 28),
        ]
    )
    return b + datetime.timedelta(
        days=R(range(4)), hours=R([0, 0, 1, 2, 3, 12]), minutes=R([0, 0, 30, 17]), seconds=R([0, 0, 0, 5])
    )


def schedule() -> dict:
    start = day()
    end = None if R(range(3)) else (start + datetime.timedelta(days=R([0, 1, 3, 30]))).isoformat()
    return {
        "schedule": R([cron(), cron(), cron(), R(PRESETS)]),
        "timetable": R(["interval", "trigger"]),
        "timezone": R(ZONES),
        "start_date": start.isoformat(),
        "end_date": end,
        "catchup": R([True, False]),
    }
