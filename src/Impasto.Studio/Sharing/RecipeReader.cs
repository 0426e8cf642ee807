using Impasto.Jobs;
using Impasto.Records;
using Impasto.Studio.Answers;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Sharing;

/// <summary>Reads the recipe that a file brings: a shared run, or a picture that Impasto made.</summary>
internal sealed class RecipeReader(StudioSettings settings)
{
    private const string InitOption = "init", PictureStart = "picture";

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; its name is for messages.</param>
    /// <exception cref="StudioProblem">It has no recipe.</exception>
    /// <exception cref="ImpastoException">It is damaged, too large, or of a newer version.</exception>
    public SharedRecipe Read(NamedBytes file)
    {
        if (ShareArchive.IsZip(file.Bytes))
            return ReadShared(file.Bytes);
        string json = PictureFiles.ParametersOf(file.Bytes, file.Name) ?? throw StudioProblem.Wrong(
            $"'{file.Name}' has no recipe: only pictures that Impasto wrote have one, and files of Share.");
        return OfRecord(RunRecord.Parse(json));
    }

    private SharedRecipe ReadShared(byte[] file)
    {
        using var archive = ShareArchive.Open(file, settings.Limits.MaxUploadBytes);
        var form = ShareForm.Parse(archive.Read(ShareEntries.Recipe));
        int pictures = (form.Styles?.Count ?? 0) + (form.Regions?.Count ?? 0), most = settings.Limits.MaxPictures;
        if (pictures > most)
            throw StudioProblem.Wrong($"Expected at most {most} paintings and masks, got {pictures}.");
        return form.ToRecipe(archive.Read);
    }

    // Pictures are named in a result, and are not in it.
    private static SharedRecipe OfRecord(RunRecord record)
    {
        bool continues = record.Start is not null;
        Preset preset = Presets.All.FirstOrDefault(known => known.Name == record.Options.Preset) ?? Presets.All[0];
        StylizeOptions standard = continues ? preset.Options.Continuing() : preset.Options;
        var options = StylizeOptionCatalog.Read(record.Options)
            .Except(StylizeOptionCatalog.Read(standard))
            .Where(option => option is not { Key: InitOption, Value: PictureStart })
            .ToDictionary(StringComparer.Ordinal);
        return new SharedRecipe
        {
            Preset = preset.Name,
            Options = options,
            Content = record.Content is { } content ? Named(content) : null,
            Styles = [.. record.Styles.Select(style => new SharedPainting(Named(style.Picture), style.Weight))],
            Notes =
            [
                .. continues ? [SharedNotes.Continued] : (string[])[],
                .. record.Regions.Count > 0 ? [SharedNotes.WithoutParts] : (string[])[],
            ],
        };
    }

    // The studio has its samples: a result of them brings everything.
    private static SharedPicture Named(RecordedPicture picture)
    {
        string name = NamedBytes.Of(picture.Name, []).Name;
        byte[]? sample = Samples.Read(name);
        bool isSample = sample is not null && JobPictures.HashOf(sample) == picture.Sha256;
        return new SharedPicture(name, isSample ? sample : null);
    }
}
