using System.Text.Json;
using System.Text.Json.Serialization;
using Impasto.Records;
using Impasto.Studio.Clips;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>What a run is to do, in words; its pictures are stored as files.</summary>
internal sealed record RunRecipe
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The name of the picture that a run starts from, which was not uploaded.</summary>
    public const string StartName = "so-far.png";

    /// <summary>The preset's name.</summary>
    public required string Preset { get; init; }

    /// <summary>The options that differ from the preset's, by their names in the catalogue.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The file name of the photograph, or of the clip.</summary>
    public required string Content { get; init; }

    /// <summary>The paintings.</summary>
    public required IReadOnlyList<RunStyle> Styles { get; init; }

    /// <summary>Parts of the photograph with a painting of their own, or left alone.</summary>
    public IReadOnlyList<RunRegion> Regions { get; init; } = [];

    /// <summary>What is to be done with the photograph if it is a clip; null for a photograph.</summary>
    // A request for a photograph is known again by the text that earlier versions made of it.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunClip? Clip { get; init; }

    /// <summary>Seconds that the run may take; null for as many as it needs.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>True if it starts from the picture of an earlier run.</summary>
    public bool Continues { get; init; }

    /// <summary>True if it starts from the checkpoint of another run, which may have had other options.</summary>
    public bool Resumes { get; init; }

    /// <summary>
    /// Bytes of the pictures that were uploaded, and of their views; 0 for a run of an earlier version.
    /// </summary>
    public long InputBytes { get; init; }

    /// <summary>Columns of the result.</summary>
    public int Width { get; init; }

    /// <summary>Rows of the result.</summary>
    public int Height { get; init; }

    /// <summary>
    /// The options, without pictures. A run that starts from a picture does the same as <c>--continue</c>.
    /// </summary>
    /// <exception cref="ImpastoException">A name or value is unknown.</exception>
    public StylizeOptions ToOptions()
    {
        StylizeOptions options = Named();
        return Continues ? options.Continuing() : options;
    }

    /// <summary>
    /// The same recipe with only those options that differ from the preset, in the catalogue's spelling.
    /// </summary>
    /// <exception cref="ImpastoException">A name or value is unknown.</exception>
    public RunRecipe Normalize()
    {
        StylizeOptions options = Named(), preset = Presets.Find(Preset).Options;
        return this with
        {
            Options = StylizeOptionCatalog.Read(options)
                .Except(StylizeOptionCatalog.Read(preset))
                .ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>The options that a user chose and that have no effect, a sentence each.</summary>
    /// <exception cref="ImpastoException">An option's name or value is unknown.</exception>
    public IEnumerable<string> WithoutEffect()
    {
        StylizeOptions options = ToOptions();
        return Options.Keys
            .Select(name => (Name: name, Why: StylizeOptionCatalog.Find(name).WithoutEffect(options)))
            .Where(option => option.Why is not null)
            .Select(option => $"{option.Name} {option.Why}.");
    }

    /// <summary>The run as data, with its pictures by the names that they were uploaded with.</summary>
    /// <param name="network">What the command line calls the network.</param>
    /// <param name="picture">Gives a picture from its file in the store and its name.</param>
    /// <exception cref="ImpastoException">An option's name or value is unknown.</exception>
    public RunRecord ToRecord(string network, Func<BlobName, string, RecordedPicture> picture)
    {
        RecordedPicture content = picture(BlobName.Content, Content);
        RecordedPicture[] paintings = [.. Styles.Select((style, i) => picture(BlobName.Style(i), style.Name))];
        RecordedStyle[] styles = [.. Styles.Zip(paintings)
            .Where(pair => pair.First.Weight > 0)
            .Select(pair => new RecordedStyle(pair.Second, pair.First.Weight))];
        return new RunRecord
        {
            Options = ToOptions(),
            Content = content,
            Styles = styles,
            Regions = [.. Regions.Select((region, i) => new RecordedRegion(
                new RecordedMask(picture(BlobName.Region(i), region.Name)),
                region.IsAsTheRest ? styles : region.Style is { } style ? [new RecordedStyle(paintings[style])] : [])
            {
                Strength = region.Strength,
            })],
            Start = Continues ? picture(BlobName.Start, StartName) : null,
            Network = new RecordedNetwork(network),
        }.OnPaper();
    }

    /// <summary>
    /// The run as the command line can repeat it: one that resumed another run's checkpoint continues from its picture.
    /// </summary>
    /// <param name="network">What the command line calls the network.</param>
    /// <exception cref="ImpastoException">An option's name or value is unknown.</exception>
    public RunRecord ToCommandRecord(string network)
    {
        RunRecord record = ToRecord(network, (_, name) => new RecordedPicture(name));
        return Resumes
            ? record with { Start = new RecordedPicture(StartName), Options = record.Options.Continuing() }
            : record;
    }

    private StylizeOptions Named() => StylizeOptionCatalog.Write(Presets.Find(Preset).Options, Options);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static RunRecipe Parse(string json) => JsonSerializer.Deserialize<RunRecipe>(json, Json)!;
}
