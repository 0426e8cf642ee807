using System.Globalization;
using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Plans;

/// <summary>Reads the body that asks for plans: the fields of a run, with sizes instead of pictures.</summary>
internal sealed class PlanForm(StudioSettings settings)
{
    /// <summary>Most plans of a request.</summary>
    public const int MostSizes = 8;

    private const string ContentField = "content", StyleField = "style", PresetField = "preset", SizesField = "sizes";
    private const string Example = "4000x3000";
    private const int LongestSide = 1_000_000;

    private static readonly string[] Known = [ContentField, StyleField, PresetField, SizesField];

    /// <summary>Reads a body.</summary>
    /// <exception cref="StudioProblem">It is not JSON, or a field is missing, unknown or invalid.</exception>
    public async Task<PlanRequest> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new StudioProblem(
                StatusCodes.Status415UnsupportedMediaType,
                $$"""Expected JSON such as {"content": "{{Example}}", "style": ["800x600"]} as application/json.""");
        }

        IFormCollection form = await JsonForm.ReadAsync(request);
        string? unknown = form.Keys.Except(Known).Except(StylizeOptionCatalog.All.Select(option => option.Name))
            .FirstOrDefault();
        if (unknown is not null)
        {
            throw StudioProblem.Wrong(
                $"There is no field '{unknown}': expected {string.Join(", ", Known)} or an option of impasto stylize.");
        }

        PictureSize[] contents = Sizes(form, ContentField), styles = Sizes(form, StyleField);
        if (contents.Length != 1 || styles.Length == 0 || styles.Length > settings.Limits.MaxPictures)
        {
            throw StudioProblem.Wrong(
                $"Expected one content and 1 to {settings.Limits.MaxPictures} styles, got {contents.Length} and "
                + $"{styles.Length}.");
        }

        string[] sizes = Texts(form, SizesField);
        if (sizes.Length > MostSizes)
            throw StudioProblem.Wrong($"{SizesField}: expected at most {MostSizes}, got {sizes.Length}.");
        return new PlanRequest(contents[0], styles, Recipe(form), sizes);
    }

    private static RunRecipe Recipe(IFormCollection form) => new()
    {
        Preset = Texts(form, PresetField) is [var preset, ..] ? preset : Presets.All[0].Name,
        Options = StylizeOptionCatalog.All
            .Where(option => form[option.Name] is [{ Length: > 0 }, ..])
            .ToDictionary(option => option.Name, option => form[option.Name][0]!, StringComparer.Ordinal),
        Content = "",
        Styles = [],
    };

    private static PictureSize[] Sizes(IFormCollection form, string field) =>
        [.. Texts(form, field).Select(text => Size(field, text))];

    private static PictureSize Size(string field, string text)
    {
        string[] sides = text.Split('x');
        return sides.Length == 2 && Side(sides[0]) is { } width && Side(sides[1]) is { } height
            ? new PictureSize(width, height)
            : throw StudioProblem.Wrong($"{field}: expected columns and rows such as {Example}, got '{text}'.");
    }

    private static int? Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side)
        && side is > 0 and <= LongestSide
            ? side
            : null;

    private static string[] Texts(IFormCollection form, string field) =>
        [.. form[field].Select(text => text ?? "").Where(text => text.Length > 0)];
}
