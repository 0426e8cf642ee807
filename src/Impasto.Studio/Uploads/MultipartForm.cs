using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Uploads;

/// <summary>Reads a form with files (RFC 7578) into memory.</summary>
/// <remarks>
/// ASP.NET's own reader writes files to the disk and keeps them until the request is answered, which may be long after
/// the run was stored.
/// </remarks>
internal static class MultipartForm
{
    private const int LongestBoundary = 128;

    /// <summary>Whether a request has such a form.</summary>
    public static bool Is(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">Most bytes of a part, and most parts.</param>
    /// <exception cref="InvalidDataException">It is damaged, or beyond the limits.</exception>
    /// <exception cref="IOException">It ends too early.</exception>
    public static async Task<SentForm> ReadAsync(HttpRequest request, FormOptions limits)
    {
        CancellationToken cancellation = request.HttpContext.RequestAborted;
        var reader = new MultipartReader(Boundary(request), request.Body)
        {
            BodyLengthLimit = limits.MultipartBodyLengthLimit,
        };
        Upload? upload = request.HttpContext.Features.Get<Upload>();
        var fields = new KeyValueAccumulator();
        List<SentFile> files = [];
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            ContentDispositionHeaderValue kind = Kind(section);
            string field = HeaderUtilities.RemoveQuotes(kind.Name).ToString();
            byte[] bytes = await BodyBytes.ReadAsync(section.Body, cancellation);
            if (fields.ValueCount + files.Count == limits.ValueCountLimit)
                throw new InvalidDataException($"It has more than {limits.ValueCountLimit} parts.");
            if (kind.IsFileDisposition())
            {
                files.Add(new SentFile(field, FileName(kind), bytes));
                continue;
            }

            upload?.TakeText(bytes.Length);
            section.Body = new MemoryStream(bytes, writable: false);
            fields.Append(field, await section.ReadAsStringAsync(cancellation));
        }

        return new SentForm(new FormCollection(fields.GetResults()), files);
    }

    private static string Boundary(HttpRequest request)
    {
        string boundary = HeaderUtilities.RemoveQuotes(
            MediaTypeHeaderValue.Parse(request.ContentType).Boundary).ToString();
        return boundary.Length is > 0 and <= LongestBoundary
            ? boundary
            : throw new InvalidDataException($"Expected a boundary of 1 to {LongestBoundary} characters.");
    }

    private static ContentDispositionHeaderValue Kind(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? kind)
        && (kind.IsFileDisposition() || kind.IsFormDisposition())
            ? kind
            : throw new InvalidDataException("A part has no Content-Disposition of a form.");

    private static string FileName(ContentDispositionHeaderValue kind) => HeaderUtilities.RemoveQuotes(
        kind.FileNameStar.Length > 0 ? kind.FileNameStar : kind.FileName).ToString();
}
