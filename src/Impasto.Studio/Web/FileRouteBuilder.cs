using Impasto.Studio.Description;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Web;

/// <summary>Describes routes that answer with a file.</summary>
internal static class FileRouteBuilder
{
    private static readonly ApiParameter Range = ApiParameter.Header(
        "Range", "The part that is wanted, such as bytes=0-99.", Schemas.Text());

    private static readonly ApiParameter Known = ApiParameter.Header(
        "If-None-Match", "The ETag of the file that the client has: 304 if it is the same.", Schemas.Text());

    /// <summary>The route answers with a file, with a part of it, or that the client has it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="type">Its media type.</param>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder route, string type) => route
        .Produces(StatusCodes.Status200OK, contentType: type)
        .Produces(StatusCodes.Status206PartialContent, contentType: type)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status416RangeNotSatisfiable)
        .WithMetadata(Range, Known, AnswerHeader.ETag, new AnswerBody(type));
}
