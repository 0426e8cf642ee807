using System.Text.Json;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>Reads the JSON of a request.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="read">Reads its value.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StudioProblem">It is not JSON, or what was read of it says so.</exception>
    public static async Task<T> ReadAsync<T>(
        Stream body, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            return read(document.RootElement);
        }
        catch (JsonException wrong)
        {
            throw Bad($"The body is not JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // The only text that JSON allows and that can't be read: half of a surrogate pair.
            throw Bad("The body has a text that is not Unicode.");
        }
    }

    /// <summary>A body that is not as it should be: 400.</summary>
    public static StudioProblem Bad(string sentence) => new(StatusCodes.Status400BadRequest, sentence);
}
