"""Words without diacritics in SQL, letter for letter as ``tiendo.search.words`` makes them.

Functions name each other with their schema: a restored database fills generated columns while no
schema is on the path.
"""

from django.db import migrations

# Whatever parts words: signs of ASCII and Latin-1, general punctuation, symbols, private use.
SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    r"\u00d7\u00f7\u2000-\u2bff\u2e00-\u2e7f\u3000-\u303f\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f"
    r"\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff"
)
MARKS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
SPACES = r"\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u0085\u001c-\u001f"
# A vector holds a megabyte; no clause is that long.
MOST = 100_000

CREATE = f"""
CREATE FUNCTION public.search_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.lower(
        pg_catalog.regexp_replace(
            pg_catalog.normalize(pg_catalog.translate(words, 'đĐÐ’‘–‑', 'dDD''''--'), 'NFD'),
            '[{MARKS}]', '', 'g')),
        '[{SPACES}]+', ' ', 'g'))
$$;

-- "KH&CN" and "M'Drắk" are one word each.
CREATE FUNCTION public.search_part(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.btrim(pg_catalog.regexp_replace(
        pg_catalog.regexp_replace(words, '([a-z0-9])[&''](?=[a-z0-9])', '\\1', 'g'),
        '[{SEPARATORS}]+', ' ', 'g'))
$$;

CREATE FUNCTION public.search_words(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.search_part(public.search_fold(pg_catalog."left"(words, {MOST})))
$$;

-- With its diacritics as digits behind the word, the tone last: "Hoà" and "hòa" are "hoa2".
CREATE FUNCTION public.search_spelling(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.search_part(pg_catalog.regexp_replace(pg_catalog.translate(
        pg_catalog.normalize(pg_catalog.replace(pg_catalog.lower(
            pg_catalog.translate(pg_catalog."left"(words, {MOST}), 'ĐÐ’‘', 'đđ''''')),
            'đ', 'd9'), 'NFD'),
        E'\\u0301\\u0300\\u0309\\u0303\\u0323\\u0302\\u031b\\u0306', '12345678'),
        '([a-z6-9])([1-5])([a-z6-9]+)', '\\1\\3\\2', 'g'))
$$;

CREATE FUNCTION public.search_vector(symbol text, head text, body text, around text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.setweight(pg_catalog.to_tsvector(
            'pg_catalog.simple'::regconfig, public.search_words(symbol)), 'A')
        || pg_catalog.setweight(pg_catalog.to_tsvector(
            'pg_catalog.simple'::regconfig, public.search_words(head)), 'B')
        || pg_catalog.setweight(pg_catalog.to_tsvector(
            'pg_catalog.simple'::regconfig, public.search_words(body)), 'C')
        || pg_catalog.setweight(pg_catalog.to_tsvector(
            'pg_catalog.simple'::regconfig, public.search_words(around)), 'D')
$$;

CREATE FUNCTION public.search_spelled_vector(symbol text, head text, body text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.to_tsvector('pg_catalog.simple'::regconfig,
        public.search_spelling(symbol || ' ' || head || ' ' || body))
$$;

CREATE FUNCTION public.search_plain_head(symbol text, head text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.search_words(symbol || ' ' || head)
$$;
"""
DROP = """
DROP FUNCTION public.search_plain_head(text, text);
DROP FUNCTION public.search_spelled_vector(text, text, text);
DROP FUNCTION public.search_vector(text, text, text, text);
DROP FUNCTION public.search_spelling(text);
DROP FUNCTION public.search_words(text);
DROP FUNCTION public.search_part(text);
DROP FUNCTION public.search_fold(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organisations", "0001_extensions")]

    operations = [migrations.RunSQL(CREATE, DROP)]
