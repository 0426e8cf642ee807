using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>How a result is wanted: as it is stored, or made for the request.</summary>
/// <param name="Quality">Of a JPEG or WebP, 1 to 100; null for the usual one.</param>
/// <param name="Dpi">Dots an inch that the file states, 1 to 10000; null for those of the stored file.</param>
internal sealed record ResultWish(int? Quality, double? Dpi)
{
    private const int MostDpi = 10_000;

    /// <summary>No wish: the usual quality, and the dots an inch of the stored file.</summary>
    public static ResultWish Usual { get; } = new(null, null);

    /// <summary>Whether the file as it is stored will do.</summary>
    public bool IsPlain => Quality is null && Dpi is null;

    /// <summary>Reads ?quality= and ?dpi=.</summary>
    /// <exception cref="StudioProblem">A value is out of range, or the format has no quality.</exception>
    public static ResultWish Of(IQueryCollection query, ResultFormat format)
    {
        if (ResultFormat.Clips.Contains(format) && query.ContainsKey("dpi"))
            throw StudioProblem.Wrong("dpi: a clip has no size on paper.");
        double? quality = Number(query, "quality", 100), dpi = Number(query, "dpi", MostDpi);
        if (quality is not null && format != ResultFormat.Jpeg && format != ResultFormat.Webp)
            throw StudioProblem.Wrong($"quality: {format.Name} has none; it is for jpg and webp.");
        if (quality is { } value && value != Math.Floor(value))
            throw StudioProblem.Wrong($"quality: expected a whole number from 1 to 100, got '{query["quality"]}'.");
        return new ResultWish((int?)quality, dpi);
    }

    private static double? Number(IQueryCollection query, string name, double most)
    {
        if (query[name] is not [{ Length: > 0 } text, ..])
            return null;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return isNumber && number >= 1 && number <= most
            ? number
            : throw StudioProblem.Wrong($"{name}: expected 1 to {most}, got '{text}'.");
    }
}
