"""An access policy of which every node is its maker's own, and hidden from all others."""

from typing import Any

from tiled.access_control.access_policies import TagBasedAccessPolicy
from tiled.access_control.scopes import PUBLIC_SCOPES, SINGLE_USER_SCOPES


class Owners(TagBasedAccessPolicy):
    """Everybody sees the root, and who is known may make nodes there."""

    async def allowed_scopes(
        self, node: Any, principal: Any, authn_access_tags: Any, authn_scopes: Any
    ) -> Any:
        if not node.access_tags:
            return PUBLIC_SCOPES if principal is None else SINGLE_USER_SCOPES
        return await super().allowed_scopes(node, principal, authn_access_tags, authn_scopes)
