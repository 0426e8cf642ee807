using Impasto.Studio.Answers;
using Impasto.Studio.Uploads;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>Reads a body that is one file.</summary>
internal static class UploadBody
{
    private const string NameField = "name";

    /// <summary>Reads the file, with the name of ?name=; the server limits how long it may be.</summary>
    /// <exception cref="StudioProblem">It is empty.</exception>
    public static async Task<NamedBytes> ReadAsync(HttpRequest request)
    {
        byte[] body = await BodyBytes.ReadAsync(request.Body, request.HttpContext.RequestAborted);
        string name = request.Query[NameField] is [{ } given, ..] ? given : "";
        return body.Length > 0
            ? NamedBytes.Of(name, body)
            : throw StudioProblem.Wrong("Expected a file as the body, got nothing.");
    }
}
