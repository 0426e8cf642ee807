using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Answers;

/// <summary>The member code of problem details: what programs read.</summary>
internal static class ProblemCode
{
    private const string Other = "failed";
    private const string InvalidOption = "invalid-option", InvalidPicture = "invalid-picture";

    /// <summary>The code of an upload for which others leave no room.</summary>
    public const string UploadsFull = "uploads-full";

    private static readonly Dictionary<int, string> Usual = new()
    {
        [StatusCodes.Status400BadRequest] = "damaged-request",
        [StatusCodes.Status401Unauthorized] = "no-token",
        [StatusCodes.Status403Forbidden] = "forbidden",
        [StatusCodes.Status404NotFound] = "not-found",
        [StatusCodes.Status405MethodNotAllowed] = "wrong-method",
        [StatusCodes.Status408RequestTimeout] = "too-slow",
        [StatusCodes.Status409Conflict] = "wrong-state",
        [StatusCodes.Status413PayloadTooLarge] = "too-large",
        [StatusCodes.Status415UnsupportedMediaType] = "wrong-type",
        [StatusCodes.Status416RangeNotSatisfiable] = "wrong-range",
        [StatusCodes.Status422UnprocessableEntity] = "invalid-request",
        [StatusCodes.Status429TooManyRequests] = "too-many",
        [StatusCodes.Status500InternalServerError] = Other,
        [StatusCodes.Status503ServiceUnavailable] = "store-away",
        [StatusCodes.Status507InsufficientStorage] = "no-room",
    };

    /// <summary>All codes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Usual.Values, InvalidOption, InvalidPicture, UploadsFull];

    /// <summary>The code of a failure that says more than its status; null for the usual one.</summary>
    public static string? Of(Exception failure) => failure switch
    {
        StudioProblem { Code: { } code } => code,
        InvalidOptionsException or StudioProblem { Fields.Count: > 0 } => InvalidOption,
        PictureException => InvalidPicture,
        _ => null,
    };

    /// <summary>The usual code of a status.</summary>
    public static string Of(int status) => Usual.GetValueOrDefault(status, Other);
}
