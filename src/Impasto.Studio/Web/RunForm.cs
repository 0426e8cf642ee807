using System.Globalization;
using Impasto.Studio.Runs;
using Impasto.Studio.Safety;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Impasto.Studio.Web;

/// <summary>Reads the form that creates a run.</summary>
internal sealed class RunForm(StudioSettings settings, GuardedFetch fetch)
{
    private const string ContentField = "content";
    private const string StyleField = "style";
    private const string WeightField = "weight";
    private const string RegionField = "region";
    private const string RegionStyleField = "regionStyle";
    private const string PresetField = "preset";
    private const string SamplePrefix = "sample:";
    private static readonly string[] Known = [ContentField, StyleField, WeightField, RegionField, RegionStyleField, PresetField];

    /// <exception cref="StudioProblem">A field is missing, unknown or can't be meant.</exception>
    public async Task<NewRun> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
            throw new StudioProblem(StatusCodes.Status415UnsupportedMediaType, "Expected multipart/form-data with content and style.");
        IFormCollection form = await request.ReadFormAsync(
            new FormOptions
            {
                MultipartBodyLengthLimit = settings.Limits.MaxUploadBytes, ValueLengthLimit = 10_000, ValueCountLimit = 200, KeyLengthLimit = 100,
            },
            request.HttpContext.RequestAborted);
        RequireKnown(form);
        List<NamedBytes> content = await PicturesAsync(form, ContentField, request.HttpContext.RequestAborted);
        List<NamedBytes> styles = await PicturesAsync(form, StyleField, request.HttpContext.RequestAborted);
        if (content.Count != 1 || styles.Count == 0)
            throw StudioProblem.Wrong($"Expected one content and at least one style, got {content.Count} and {styles.Count}.");
        List<NamedBytes> regions = await PicturesAsync(form, RegionField, request.HttpContext.RequestAborted);
        if (styles.Count + regions.Count > settings.Limits.MaxPictures)
            throw StudioProblem.Wrong($"Expected at most {settings.Limits.MaxPictures} paintings and masks, got {styles.Count + regions.Count}.");
        return new NewRun(content[0], styles, regions, new RunRecipe
        {
            Preset = form[PresetField] is [{ Length: > 0 } preset, ..] ? preset : Presets.All[0].Name,
            Options = StylizeOptionCatalog.All
                .Where(option => form[option.Name] is [{ Length: > 0 }, ..])
                .ToDictionary(option => option.Name, option => form[option.Name][0]!, StringComparer.Ordinal),
            Content = content[0].Name,
            Styles = [.. styles.Select((style, i) => new RunStyle(style.Name, Weight(form, i)))],
            Regions = [.. regions.Select((region, i) => new RunRegion(region.Name, StyleOf(form, i, styles.Count)))],
        });
    }

    private static void RequireKnown(IFormCollection form)
    {
        string? unknown = form.Keys.Concat(form.Files.Select(file => file.Name))
            .FirstOrDefault(name => !Known.Contains(name) && !StylizeOptionCatalog.All.Any(option => option.Name == name));
        if (unknown is not null)
            throw StudioProblem.Wrong($"There is no field '{unknown}': expected {string.Join(", ", Known)} or an option of impasto stylize.");
    }

    private static double Weight(IFormCollection form, int index)
    {
        if (index >= form[WeightField].Count)
            return 1;
        return double.TryParse(form[WeightField][index], NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) && weight is >= 0 and <= 1e6
            ? weight
            : throw StudioProblem.Wrong($"weight: expected 0 to 1e6, got '{form[WeightField][index]}'.");
    }

    private static int? StyleOf(IFormCollection form, int index, int styles)
    {
        string text = index < form[RegionStyleField].Count ? form[RegionStyleField][index]! : "";
        if (text == "keep")
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= styles
            ? number - 1
            : throw StudioProblem.Wrong($"regionStyle: expected keep or a painting's number from 1 to {styles} for every region, got '{text}'.");
    }

    private async Task<List<NamedBytes>> PicturesAsync(IFormCollection form, string field, CancellationToken cancellation)
    {
        List<NamedBytes> pictures = [];
        foreach (IFormFile file in form.Files.GetFiles(field))
        {
            byte[] bytes = new byte[file.Length];
            await using Stream stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(bytes, cancellation);
            pictures.Add(NamedBytes.Of(file.FileName, bytes));
        }

        foreach (string? text in form[field])
            pictures.Add(await NamedAsync(field, text ?? "", cancellation));
        return pictures;
    }

    private async Task<NamedBytes> NamedAsync(string field, string text, CancellationToken cancellation)
    {
        if (text.StartsWith(SamplePrefix, StringComparison.Ordinal))
        {
            string name = text[SamplePrefix.Length..];
            return NamedBytes.Of(name, Samples.Read(name) ?? throw StudioProblem.Wrong($"There is no sample '{name}': expected {string.Join(", ", Samples.Names)}."));
        }

        if (!settings.AllowUrls)
            throw StudioProblem.Wrong($"{field}: expected a file or {SamplePrefix}NAME; this studio fetches nothing from addresses (--allow-urls lets it).");
        byte[] bytes = await fetch.FetchAsync(text, cancellation);
        return NamedBytes.Of(Path.GetFileName(new Uri(text).AbsolutePath), bytes);
    }
}
