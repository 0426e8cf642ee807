using Impasto.Imaging;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Painting;

/// <summary>Reads the pictures of a run from the store.</summary>
internal sealed class RunInputsReader(IBlobStore blobs, PictureFiles files)
{
    /// <summary>Reads a run's pictures and options into a task.</summary>
    /// <exception cref="ImpastoException">A picture is missing or damaged.</exception>
    public async Task<StylizeTask> ReadAsync(StudioRun run)
    {
        RunRecipe recipe = run.Recipe;
        Picture content = await ReadAsync(run, BlobName.Content, recipe.Content);
        List<Picture> paintings = [];
        for (int i = 0; i < recipe.Styles.Count; i++)
            paintings.Add(await ReadAsync(run, BlobName.Style(i), recipe.Styles[i].Name));
        Picture? start = recipe.Continues ? await ReadAsync(run, BlobName.Start, "the picture so far") : null;
        WeightedStyle[] styles = [.. recipe.Styles.Zip(paintings)
            .Where(pair => pair.First.Weight > 0)
            .Select(pair => new WeightedStyle(pair.Second, pair.First.Weight))];
        return new StylizeTask(content, styles, recipe.ToOptions())
        {
            Regions = await ReadRegionsAsync(run, paintings),
            Start = start,
        };
    }

    private async Task<List<StylizeRegion>> ReadRegionsAsync(StudioRun run, List<Picture> paintings)
    {
        List<StylizeRegion> regions = [];
        for (int i = 0; i < run.Recipe.Regions.Count; i++)
        {
            RunRegion region = run.Recipe.Regions[i];
            var mask = Mask.OfBrightness(await ReadAsync(run, BlobName.Region(i), region.Name));
            WeightedStyle[] own = region.Style is { } style ? [new WeightedStyle(paintings[style])] : [];
            regions.Add(new StylizeRegion(mask, own));
        }

        return regions;
    }

    private async Task<Picture> ReadAsync(StudioRun run, BlobName name, string called)
    {
        byte[] bytes = await blobs.ReadAsync(run.Id, name)
            ?? throw new ImpastoException($"The file of '{called}' is no longer there.");
        return files.Decode(bytes, called);
    }
}
