using Microsoft.AspNetCore.Antiforgery;

namespace Impasto.Studio.Web;

/// <summary>
/// Marks a route that takes a form: OriginGuard refuses forged requests from other sites' pages, for all routes alike.
/// </summary>
internal sealed class AntiforgeryNotNeeded : IAntiforgeryMetadata
{
    public bool RequiresValidation => false;
}
