using System.Globalization;
using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Clips;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Plans;

/// <summary>Reads the body that asks for plans: the fields of a run, with sizes instead of pictures.</summary>
internal sealed class PlanForm(StudioSettings settings, RunPictures pictures)
{
    /// <summary>Most plans of a request.</summary>
    public const int MostSizes = 8;

    private const string ContentField = "content", StyleField = "style", PresetField = "preset", SizesField = "sizes";
    private const string RunField = "run", FramesField = "frames";
    private const string Example = "4000x3000";
    private const int LongestSide = 1_000_000;

    private static readonly string[] Known =
    [
        ContentField, StyleField, RunField, PresetField, SizesField, FramesField, ClipForm.StepsField,
        ClipForm.QuickField,
    ];

    /// <summary>Reads a body.</summary>
    /// <exception cref="StudioProblem">
    /// It is not JSON, a field is missing, unknown or invalid, or the run that it names is not there.
    /// </exception>
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

        string[] sizes = Texts(form, SizesField);
        if (sizes.Length > MostSizes)
            throw StudioProblem.Wrong($"{SizesField}: expected at most {MostSizes}, got {sizes.Length}.");
        (PictureSize content, IReadOnlyList<PictureSize> styles) = Texts(form, RunField) is [var run, ..]
            ? await OfRunAsync(form, run)
            : Given(form);
        return new PlanRequest(content, styles, Recipe(form), sizes);
    }

    private (PictureSize Content, IReadOnlyList<PictureSize> Styles) Given(IFormCollection form)
    {
        PictureSize[] contents = Sizes(form, ContentField), styles = Sizes(form, StyleField);
        return contents.Length == 1 && styles.Length > 0 && styles.Length <= settings.Limits.MaxPictures
            ? (contents[0], styles)
            : throw StudioProblem.Wrong(
                $"Expected one content and 1 to {settings.Limits.MaxPictures} styles, got {contents.Length} and "
                + $"{styles.Length}.");
    }

    private async Task<(PictureSize Content, IReadOnlyList<PictureSize> Styles)> OfRunAsync(
        IFormCollection form, string run)
    {
        if (Texts(form, ContentField).Length + Texts(form, StyleField).Length > 0)
            throw StudioProblem.Wrong($"Expected {RunField}, or {ContentField} and {StyleField}, got both.");
        return Guid.TryParse(run, out Guid id)
            ? await pictures.SizesAsync(id)
            : throw StudioProblem.Wrong($"{RunField}: expected the id of a run, got '{run}'.");
    }

    private static RunRecipe Recipe(IFormCollection form) => new()
    {
        Clip = Clip(form),
        Preset = Texts(form, PresetField) is [var preset, ..] ? preset : Presets.All[0].Name,
        Options = StylizeOptionCatalog.All
            .Where(option => form[option.Name] is [{ Length: > 0 }, ..])
            .ToDictionary(option => option.Name, option => form[option.Name][0]!, StringComparer.Ordinal),
        Content = "",
        Styles = [],
    };

    // null for a photograph.
    private static RunClip? Clip(IFormCollection form)
    {
        RunClip paces = ClipForm.Paces(form);
        if (Texts(form, FramesField) is not [var text, ..])
        {
            return paces == new RunClip()
                ? null
                : throw StudioProblem.Wrong($"{FramesField}: expected the number of a clip's frames, got nothing.");
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int frames) && frames > 0
            ? paces with { Frames = frames }
            : throw StudioProblem.Wrong($"{FramesField}: expected a whole number from 1, got '{text}'.");
    }

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
