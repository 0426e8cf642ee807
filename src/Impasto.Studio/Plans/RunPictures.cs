using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Plans;

/// <summary>The sizes of a run's pictures, for a plan of another run with them.</summary>
/// <param name="control">Finds the run.</param>
/// <param name="blobs">Has its pictures.</param>
/// <param name="files">Reads their headers.</param>
internal sealed class RunPictures(RunControl control, IBlobStore blobs, PictureFiles files)
{
    /// <summary>Sizes of the photograph and of the paintings.</summary>
    /// <exception cref="StudioProblem">
    /// There is no such run, it has a clip, or a picture is no longer there.
    /// </exception>
    public async Task<(PictureSize Content, IReadOnlyList<PictureSize> Styles)> SizesAsync(Guid id)
    {
        StudioRun run = await control.FindAsync(id);
        if (run.Recipe.Clip is not null)
            throw StudioProblem.Wrong("run: expected one with a photograph, got one with a clip.");
        List<PictureSize> styles = [];
        for (int i = 0; i < run.Recipe.Styles.Count; i++)
            styles.Add(await SizeAsync(BlobName.Style(i), run.Recipe.Styles[i].Name));
        return (await SizeAsync(BlobName.Content, run.Recipe.Content), styles);

        async Task<PictureSize> SizeAsync(BlobName blob, string name) => files.SizeOf(
            await blobs.ReadAsync(id, blob) ?? throw StudioProblem.Conflict("The run's pictures are no longer there."),
            name);
    }
}
