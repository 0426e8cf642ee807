using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Runs;
using Impasto.Studio.Safety;
using Impasto.Studio.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Impasto.Studio.Requests;

/// <summary>Reads the form that creates a run.</summary>
internal sealed class RunForm(StudioSettings settings, GuardedFetch fetch)
{
    private const string ContentField = "content";
    private const string StyleField = "style";
    internal const string WeightField = "weight";
    internal const string RegionField = "region";
    private const string RegionStyleField = "regionStyle";
    private const string RegionStrengthField = "regionStrength";
    private const string TimeField = "time";
    internal const string VariationField = "variation";
    private const string PresetField = "preset";
    private const string WebhookField = "webhook";
    private const string SamplePrefix = "sample:";
    private const string Keep = RegionWords.Keep, All = RegionWords.All;
    private const int LongestValue = 10_000;
    internal const int MostVariations = 1000;

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
        RunFields fields = await FieldsAsync(request, Known);
        if (fields.Contents.Count != 1 || fields.Styles.Count == 0)
        {
            throw StudioProblem.Wrong(
                "Expected one content and at least one style, "
                + $"got {fields.Contents.Count} and {fields.Styles.Count}.");
        }

        NewRun run = Run(fields, fields.Contents[0], fields.Styles);
        string number = RunFields.Text(fields.Form, VariationField);
        return number.Length == 0 ? run : Varied(run, RunFields.Whole(VariationField, number, 1, MostVariations));
    }

    /// <summary>Reads a form and the pictures that it names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The fields that it may have beside the options.</param>
    /// <exception cref="StudioProblem">A field is unknown, or a picture can't be had.</exception>
    public async Task<RunFields> FieldsAsync(HttpRequest request, IReadOnlyList<string> known)
    {
        SentForm form = await FormAsync(request);
        RequireKnown(form, known);
        return new RunFields(
            form.Fields,
            await PicturesAsync(form, ContentField, request.HttpContext),
            await PicturesAsync(form, StyleField, request.HttpContext),
            await PicturesAsync(form, RegionField, request.HttpContext));
    }

    /// <summary>The run of one photograph.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="content">The photograph.</param>
    /// <param name="styles">Its paintings.</param>
    /// <exception cref="StudioProblem">A field is invalid.</exception>
    public NewRun Run(RunFields fields, NamedBytes content, IReadOnlyList<NamedBytes> styles)
    {
        (IFormCollection form, IReadOnlyList<NamedBytes> regions) = (fields.Form, fields.Regions);
        int pictures = styles.Count + regions.Count, most = settings.Limits.MaxPictures;
        if (pictures > most)
            throw StudioProblem.Wrong($"Expected at most {most} paintings and masks, got {pictures}.");
        return new NewRun(content, styles, regions, new RunRecipe
        {
            Preset = form[PresetField] is [{ Length: > 0 } preset, ..] ? preset : Presets.All[0].Name,
            Options = StylizeOptionCatalog.All
                .Where(option => form[option.Name] is [{ Length: > 0 }, ..])
                .ToDictionary(option => option.Name, option => form[option.Name][0]!, StringComparer.Ordinal),
            Content = content.Name,
            Clip = ClipForm.Read(form, content),
            Styles = [.. styles.Select((style, i) => new RunStyle(style.Name, Weight(form, i)))],
            Regions = [.. regions.Select((region, i) => Region(form, i, region.Name, styles.Count))],
            TimeLimit = form[TimeField] is [{ Length: > 0 } time, ..] ? RunTime.Parse(time).TotalSeconds : null,
        })
        {
            Webhook = form[WebhookField] is [{ Length: > 0 } url, ..] ? Webhook(url) : "",
        };
    }

    /// <summary>
    /// A variation of a run. What makes it another one than the first are ordinary options, which every later use
    /// repeats.
    /// </summary>
    /// <param name="run">The first variation.</param>
    /// <param name="number">The variation's number, from 1.</param>
    /// <exception cref="ImpastoException">An option is invalid.</exception>
    public static NewRun Varied(NewRun run, int number)
    {
        StylizeOptions options = run.Recipe.ToOptions();
        StylizeOptions varied = options with { Start = options.Start.Variation(number) };
        Dictionary<string, string> changed = new(run.Recipe.Options, StringComparer.Ordinal);
        foreach ((string name, string value) in StylizeOptionCatalog.Read(varied)
            .Except(StylizeOptionCatalog.Read(options)))
        {
            changed[name] = value;
        }

        return run with { Recipe = run.Recipe with { Options = changed } };
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

    private async Task<SentForm> FormAsync(HttpRequest request)
    {
        if (request.HasJsonContentType())
            return new SentForm(await JsonForm.ReadAsync(request), []);
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
            return MultipartForm.Is(request)
                ? await MultipartForm.ReadAsync(request, limits)
                : new SentForm(await request.ReadFormAsync(limits, request.HttpContext.RequestAborted), []);
        }
        catch (Exception wrong) when (IsOfForm(wrong))
        {
            // ASP.NET's readers throw many exceptions for one reason.
            throw new StudioProblem(
                StatusCodes.Status422UnprocessableEntity,
                $"The form can't be read: {Reason(wrong)}",
                wrong);
        }
    }

    private static bool IsOfForm(Exception failure) =>
        failure is InvalidDataException or IOException and not BadHttpRequestException
            or ArgumentException or NotSupportedException or InvalidOperationException;

    private static string Reason(Exception failure) => failure is InvalidDataException
        ? failure.Message
        : "it is damaged, or it ends too early.";

    private static void RequireKnown(SentForm form, IReadOnlyList<string> known)
    {
        string? unknown = form.Fields.Keys.Concat(form.Files.Select(file => file.Field))
            .Except(known)
            .Except(StylizeOptionCatalog.All.Select(option => option.Name))
            .FirstOrDefault();
        if (unknown is not null)
        {
            throw StudioProblem.Wrong(
                $"There is no field '{unknown}': expected {string.Join(", ", known)} or an option of impasto stylize.");
        }

        // ASP.NET limits the values of the other kind of form only. A picture is as long as it is.
        foreach ((string name, StringValues values) in form.Fields)
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

    private async Task<List<NamedBytes>> PicturesAsync(SentForm form, string field, HttpContext context)
    {
        List<NamedBytes> pictures =
        [
            .. form.Files.Where(file => file.Field.Equals(field, StringComparison.OrdinalIgnoreCase))
                .Select(file => NamedBytes.Of(file.Name, file.Bytes)),
        ];
        foreach (string? text in form.Fields[field])
            pictures.Add(await NamedAsync(field, text ?? "", context));
        return pictures;
    }

    private async Task<NamedBytes> NamedAsync(string field, string text, HttpContext context)
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

        byte[] bytes = await fetch.FetchAsync(
            text, context.Features.GetRequiredFeature<Upload>(), context.RequestAborted);
        return NamedBytes.Of(Path.GetFileName(new Uri(text).AbsolutePath), bytes);
    }

    private static NamedBytes Sample(string name)
    {
        byte[] bytes = Samples.Read(name)
            ?? throw StudioProblem.Wrong($"There is no sample '{name}': expected {string.Join(", ", Samples.Names)}.");
        return NamedBytes.Of(name, bytes);
    }
}
