using System.Text.Json;
using System.Text.Json.Serialization;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Sharing;

/// <summary>The JSON inside a shared file. It comes from anywhere: every field may be missing.</summary>
internal sealed record ShareForm
{
    private const int ThisVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>The version of the form.</summary>
    public int? Impasto { get; init; }

    /// <summary>The preset.</summary>
    public string? Preset { get; init; }

    /// <summary>The options that differ from it.</summary>
    public Dictionary<string, string?>? Options { get; init; }

    /// <summary>The name of the photograph or the clip.</summary>
    public string? Content { get; init; }

    /// <summary>The paintings.</summary>
    public List<StyleForm?>? Styles { get; init; }

    /// <summary>The parts.</summary>
    public List<RegionForm?>? Regions { get; init; }

    /// <summary>What is done with a clip.</summary>
    public SharedClip? Clip { get; init; }

    /// <summary>Seconds that the run may take.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>True if the run continued from a picture that the file lacks.</summary>
    public bool? Continues { get; init; }

    /// <summary>The form of a run.</summary>
    public static ShareForm Of(RunRecipe recipe) => new()
    {
        Impasto = ThisVersion,
        Preset = recipe.Preset,
        Options = recipe.Options.ToDictionary(option => option.Key, string? (option) => option.Value),
        Content = recipe.Content,
        Styles = [.. recipe.Styles.Select(style => new StyleForm(style.Name, style.Weight))],
        Regions = [.. recipe.Regions.Select(region => new RegionForm(region.Name, WordOf(region), region.Strength))],
        Clip = recipe.Clip is { } clip ? new SharedClip(clip.From, clip.To, clip.FrameSteps, clip.Quick) : null,
        TimeLimit = recipe.TimeLimit,
        Continues = recipe.Continues || recipe.Resumes,
    };

    /// <summary>The form as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="ImpastoException">It is damaged, or of a newer version.</exception>
    public static ShareForm Parse(byte[] json)
    {
        try
        {
            ShareForm? form = JsonSerializer.Deserialize<ShareForm>(json, Json);
            if (form?.Impasto > ThisVersion)
                throw new ImpastoException("The file comes from a newer version of Impasto.");
            return form is { Impasto: ThisVersion, Preset: not null, Content: not null } ? form : throw Damaged(null);
        }
        catch (JsonException failure)
        {
            throw Damaged(failure);
        }
    }

    /// <summary>The recipe, with the files that are there.</summary>
    /// <param name="read">Gives a file by its name in the shared file.</param>
    /// <exception cref="ImpastoException">The form is damaged, or an option is unknown.</exception>
    public SharedRecipe ToRecipe(Func<string, byte[]> read)
    {
        List<StyleForm> styles = [.. (Styles ?? []).Select(Whole)];
        List<RegionForm> regions = [.. (Regions ?? []).Select(Whole)];
        var named = new RunRecipe
        {
            Preset = Preset!,
            Options = (Options ?? []).ToDictionary(option => option.Key, option => option.Value ?? throw Damaged(null)),
            Content = "",
            Styles = [],
        };
        return new SharedRecipe
        {
            Preset = Preset!,
            // Unknown ones are refused here, and not when somebody presses Paint.
            Options = named.Normalize().Options,
            Content = Picture(Content, ShareEntries.Content),
            Styles = [.. styles.Select((style, i) => new SharedPainting(
                Picture(style.Name, ShareEntries.Painting(i)), style.Weight ?? 1))],
            Regions = [.. regions.Select((region, i) => new SharedPart(
                Picture(region.Name, ShareEntries.Mask(i)), Known(region.Style, styles.Count), region.Strength))],
            Clip = Clip,
            TimeLimit = TimeLimit,
            Notes = Continues == true ? [SharedNotes.Continued] : [],
        };

        SharedPicture Picture(string? name, string entry) => new(
            NamedBytes.Of(name ?? throw Damaged(null), []).Name, read(entry));
    }

    private static T Whole<T>(T? part)
        where T : class => part ?? throw Damaged(null);

    private static string Known(string? style, int styles) => style is RegionWords.Keep or RegionWords.All
        || (int.TryParse(style, out int number) && number >= 1 && number <= styles)
        ? style
        : throw Damaged(null);

    private static string WordOf(RunRegion region) =>
        region.IsAsTheRest ? RegionWords.All : region.Style is { } index ? $"{index + 1}" : RegionWords.Keep;

    private static ImpastoException Damaged(Exception? inner) => inner is null
        ? new ImpastoException("The recipe inside the file is damaged.")
        : new ImpastoException("The recipe inside the file is damaged.", inner);

    /// <summary>A painting.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Weight">Its share.</param>
    internal sealed record StyleForm(string? Name, double? Weight);

    /// <summary>A part.</summary>
    /// <param name="Name">The name of its mask.</param>
    /// <param name="Style">Its painting.</param>
    /// <param name="Strength">Its strength.</param>
    internal sealed record RegionForm(string? Name, string? Style, double? Strength);
}
