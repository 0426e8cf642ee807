using System.Text.Json;

namespace Impasto.Studio.Runs;

/// <summary>What a run is to do, in words; its pictures are stored as files.</summary>
internal sealed record RunRecipe
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The preset's name.</summary>
    public required string Preset { get; init; }

    /// <summary>The options that differ from the preset's, by their names in the catalogue.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The file name of the photograph.</summary>
    public required string Content { get; init; }

    /// <summary>The paintings.</summary>
    public required IReadOnlyList<RunStyle> Styles { get; init; }

    /// <summary>Parts of the photograph with a painting of their own, or left alone.</summary>
    public IReadOnlyList<RunRegion> Regions { get; init; } = [];

    /// <summary>True if it starts from the picture of an earlier run.</summary>
    public bool Continues { get; init; }

    /// <summary>True if it starts from the checkpoint of another run, which may have had other options.</summary>
    public bool Resumes { get; init; }

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

    private StylizeOptions Named() => StylizeOptionCatalog.Write(Presets.Find(Preset).Options, Options);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static RunRecipe Parse(string json) => JsonSerializer.Deserialize<RunRecipe>(json, Json)!;
}
