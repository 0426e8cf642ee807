using Impasto.Imaging;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Queue;

/// <summary>A run's pictures, read.</summary>
internal static class RunInputs
{
    /// <exception cref="ImpastoException">A picture is missing or damaged.</exception>
    public static async Task<StylizeTask> ReadAsync(StudioRun run, IBlobStore blobs, PictureFiles files)
    {
        RunRecipe recipe = run.Recipe;
        Picture content = await ReadAsync(BlobName.Content, recipe.Content);
        List<Picture> paintings = [];
        for (int i = 0; i < recipe.Styles.Count; i++)
            paintings.Add(await ReadAsync(BlobName.Style(i), recipe.Styles[i].Name));
        List<StylizeRegion> regions = [];
        for (int i = 0; i < recipe.Regions.Count; i++)
        {
            RunRegion region = recipe.Regions[i];
            var mask = Mask.OfBrightness(await ReadAsync(BlobName.Region(i), region.Name));
            regions.Add(new StylizeRegion(mask, region.Style is { } style ? [new WeightedStyle(paintings[style])] : []));
        }

        Picture? start = recipe.Continues ? await ReadAsync(BlobName.Start, "the picture so far") : null;
        WeightedStyle[] styles = [.. recipe.Styles.Zip(paintings)
            .Where(pair => pair.First.Weight > 0)
            .Select(pair => new WeightedStyle(pair.Second, pair.First.Weight))];
        return new StylizeTask(content, styles, recipe.ToOptions()) { Regions = regions, Start = start };

        async Task<Picture> ReadAsync(BlobName name, string called) => files.Decode(
            await blobs.ReadAsync(run.Id, name) ?? throw new ImpastoException($"The file of '{called}' is no longer there."), called);
    }
}
