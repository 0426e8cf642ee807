using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Runs;
using Impasto.Studio.Safety;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Impasto.Studio.Requests;

/// <summary>Reads the form that creates a run.</summary>
internal sealed class RunForm(StudioSettings settings, GuardedFetch fetch)
{
    private const string ContentField = "content";
    private const string StyleField = "style";
    private const string WeightField = "weight";
    private const string RegionField = "region";
    private const string RegionStyleField = "regionStyle";
    private const string RegionStrengthField = "regionStrength";
    private const string TimeField = "time";
    private const string VariationField = "variation";
    private const string PresetField = "preset";
    private const string WebhookField = "webhook";
    private const string SamplePrefix = "sample:";
    private const string Keep = "keep", All = "all";
    private const int LongestValue = 10_000;
    private const int MostVariations = 1000;

    /// <summary>The fields beside the options.</summary>
    internal static readonly string[] Known =
    [
        ContentField, StyleField, WeightField, RegionField, RegionStyleField, RegionStrengthField, PresetField,
        TimeField, VariationField, WebhookField, .. ClipForm.Known,
    ];

    /// <summary>Reads a request.</summary>
    /// <exception cref="StudioProblem">A field is missing, unknown or invalid.</exception>
    public async Task<NewRun> ReadAsync(HttpRequest request)
    {
        IFormCollection form = await FormAsync(request);
        RequireKnown(form);
        CancellationToken cancellation = request.HttpContext.RequestAborted;
        List<NamedBytes> content = await PicturesAsync(form, ContentField, cancellation);
        List<NamedBytes> styles = await PicturesAsync(form, StyleField, cancellation);
        if (content.Count != 1 || styles.Count == 0)
        {
            throw StudioProblem.Wrong(
                $"Expected one content and at least one style, got {content.Count} and {styles.Count}.");
        }

        List<NamedBytes> regions = await PicturesAsync(form, RegionField, cancellation);
        int pictures = styles.Count + regions.Count, most = settings.Limits.MaxPictures;
        if (pictures > most)
            throw StudioProblem.Wrong($"Expected at most {most} paintings and masks, got {pictures}.");
        return new NewRun(content[0], styles, regions, Varied(form, new RunRecipe
        {
            Preset = form[PresetField] is [{ Length: > 0 } preset, ..] ? preset : Presets.All[0].Name,
            Options = StylizeOptionCatalog.All
                .Where(option => form[option.Name] is [{ Length: > 0 }, ..])
                .ToDictionary(option => option.Name, option => form[option.Name][0]!, StringComparer.Ordinal),
            Content = content[0].Name,
            Clip = ClipForm.Read(form, content[0]),
            Styles = [.. styles.Select((style, i) => new RunStyle(style.Name, Weight(form, i)))],
            Regions = [.. regions.Select((region, i) => Region(form, i, region.Name, styles.Count))],
            TimeLimit = form[TimeField] is [{ Length: > 0 } time, ..] ? RunTime.Parse(time).TotalSeconds : null,
        }))
        {
            Webhook = form[WebhookField] is [{ Length: > 0 } url, ..] ? Webhook(url) : "",
        };
    }

    private string Webhook(string url)
    {
        if (settings.WebhookSecret is null)
            throw StudioProblem.Wrong($"{WebhookField}: this studio sends no messages (--webhook-secret lets it).");
        return GuardedConnection.Parse(url) is { UserInfo: "" } parsed
            ? parsed.AbsoluteUri
            : throw StudioProblem.Wrong(
                $"{WebhookField}: expected an address that begins with http:// or https://, without a password.");
    }

    // What makes the run another one than the first variation are ordinary options, which every later use repeats.
    private static RunRecipe Varied(IFormCollection form, RunRecipe recipe)
    {
        string text = form[VariationField] is [{ } given, ..] ? given : "";
        if (text.Length == 0)
            return recipe;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (!isNumber || number is < 1 or > MostVariations)
            throw StudioProblem.Wrong($"variation: expected 1 to {MostVariations}, got '{text}'.");
        StylizeOptions options = recipe.ToOptions();
        StylizeOptions varied = options with { Start = options.Start.Variation(number) };
        Dictionary<string, string> changed = new(recipe.Options, StringComparer.Ordinal);
        foreach ((string name, string value) in StylizeOptionCatalog.Read(varied)
            .Except(StylizeOptionCatalog.Read(options)))
        {
            changed[name] = value;
        }

        return recipe with { Options = changed };
    }

    private async Task<IFormCollection> FormAsync(HttpRequest request)
    {
        if (request.HasJsonContentType())
            return await JsonForm.ReadAsync(request);
        if (!request.HasFormContentType)
        {
            throw new StudioProblem(
                StatusCodes.Status415UnsupportedMediaType,
                "Expected multipart/form-data or application/json with content and style.");
        }

        var limits = new FormOptions
        {
            MultipartBodyLengthLimit = settings.Limits.MaxUploadBytes,
            ValueLengthLimit = LongestValue,
            ValueCountLimit = 200,
            KeyLengthLimit = 100,
        };
        try
        {
            return await request.ReadFormAsync(limits, request.HttpContext.RequestAborted);
        }
        catch (Exception wrong) when (IsOfForm(wrong))
        {
            // ASP.NET's reader throws many exceptions for one reason.
            throw new StudioProblem(
                StatusCodes.Status422UnprocessableEntity,
                $"The form can't be read: {Reason(wrong)}",
                wrong);
        }
    }

    private static bool IsOfForm(Exception failure) => !StoreTrouble.IsDiskFull(failure)
        && failure is InvalidDataException or IOException and not BadHttpRequestException
            or ArgumentException or NotSupportedException or InvalidOperationException;

    private static string Reason(Exception failure) => failure is InvalidDataException
        ? failure.Message
        : "it is damaged, or it ends too early.";

    private static void RequireKnown(IFormCollection form)
    {
        string? unknown = form.Keys.Concat(form.Files.Select(file => file.Name))
            .Except(Known)
            .Except(StylizeOptionCatalog.All.Select(option => option.Name))
            .FirstOrDefault();
        if (unknown is not null)
        {
            throw StudioProblem.Wrong(
                $"There is no field '{unknown}': expected {string.Join(", ", Known)} or an option of impasto stylize.");
        }

        // ASP.NET limits the values of the other kind of form only. A picture is as long as it is.
        foreach ((string name, StringValues values) in form)
        {
            if (values.FirstOrDefault(value => value?.Length > LongestValue && !DataAddress.Is(value)) is { } value)
                throw StudioProblem.Wrong($"{name}: expected at most {LongestValue} characters, got {value.Length}.");
        }
    }

    private static double Weight(IFormCollection form, int index)
    {
        if (index >= form[WeightField].Count)
            return 1;
        string? text = form[WeightField][index];
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight);
        return isNumber && weight is >= 0 and <= 1e6
            ? weight
            : throw StudioProblem.Wrong($"weight: expected 0 to 1e6, got '{text}'.");
    }

    private static RunRegion Region(IFormCollection form, int index, string name, int styles)
    {
        string style = At(form, RegionStyleField, index);
        double? strength = Strength(At(form, RegionStrengthField, index));
        if (style == Keep && strength is not null)
            throw StudioProblem.Wrong($"regionStrength: a region with regionStyle {Keep} has none, got '{strength}'.");
        if (style == All && strength is null)
            throw StudioProblem.Wrong($"regionStrength: expected 0 to 100 for a region with regionStyle {All}.");
        if (style is Keep or All)
            return new RunRegion(name, null) { IsAsTheRest = style == All, Strength = strength };
        bool isNumber = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return isNumber && number >= 1 && number <= styles
            ? new RunRegion(name, number - 1) { Strength = strength }
            : throw StudioProblem.Wrong(
                $"regionStyle: expected {Keep}, {All}, or a painting's number from 1 to {styles} for every region, "
                + $"got '{style}'.");
    }

    private static double? Strength(string text)
    {
        if (text.Length == 0)
            return null;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double strength);
        return isNumber && strength is >= 0 and <= 100
            ? strength
            : throw StudioProblem.Wrong($"regionStrength: expected 0 to 100, got '{text}'.");
    }

    private static string At(IFormCollection form, string field, int index) =>
        index < form[field].Count ? form[field][index] ?? "" : "";

    private async Task<List<NamedBytes>> PicturesAsync(
        IFormCollection form, string field, CancellationToken cancellation)
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
        if (DataAddress.Is(text))
            return DataAddress.Read(field, text);
        if (text.StartsWith(SamplePrefix, StringComparison.Ordinal))
            return Sample(text[SamplePrefix.Length..]);
        if (!settings.AllowUrls)
        {
            throw StudioProblem.Wrong(
                $"{field}: expected a file, {SamplePrefix}NAME or a data: address; this studio fetches nothing from "
                + "addresses (--allow-urls lets it).");
        }

        byte[] bytes = await fetch.FetchAsync(text, cancellation);
        return NamedBytes.Of(Path.GetFileName(new Uri(text).AbsolutePath), bytes);
    }

    private static NamedBytes Sample(string name)
    {
        byte[] bytes = Samples.Read(name)
            ?? throw StudioProblem.Wrong($"There is no sample '{name}': expected {string.Join(", ", Samples.Names)}.");
        return NamedBytes.Of(name, bytes);
    }
}
