using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>Routes that change what has an id by a verb: POST ID/pause.</summary>
internal static class ChangeRoutes
{
    /// <summary>Maps one; it answers with the state after the change.</summary>
    /// <param name="group">The routes of its kind.</param>
    /// <param name="kind">What it is, as in the names of operations: Run.</param>
    /// <param name="verb">The last part of the address.</param>
    /// <param name="change">The change, by a service and an id.</param>
    /// <param name="summary">What it does.</param>
    public static RouteHandlerBuilder MapChange<TControl, TView>(
        this RouteGroupBuilder group,
        string kind,
        string verb,
        Func<TControl, Guid, Task<TView>> change,
        string summary)
        where TControl : class =>
        group.MapPost($"{{id:guid}}/{verb}", async (Guid id, TControl control) =>
                TypedResults.Ok(await change(control, id)))
            .WithName($"{verb}{kind}")
            .WithSummary(summary);
}
