"""What the execution of a notebook recorded of the expressions in its prose."""

from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.cache.db import NbCacheRecord
from sphinx.environment import BuildEnvironment

EVALUATED = "evaluated"  # the key in the data of an entry of the cache


def evaluated(env: BuildEnvironment, docname: str) -> dict[str, dict[str, Any]]:
    """Return the answer of the kernel to each expression in a role `eval` of a page.

    An answer is that of Jupyter's `user_expressions`: `status`, then `data` (a MIME bundle), or
    `ename` and `evalue`. Empty for a page that is no notebook.
    """
    key = getattr(env, "interviews_keys", {}).get(docname)
    if not key:
        return {}
    cache = get_cache(env.mystnb_config.execution_cache_path)
    try:
        record = NbCacheRecord.record_from_hashkey(key, cache.db)
    except KeyError:
        return {}
    return (record.data or {}).get(EVALUATED, {})
