using Impasto.Studio.Answers;
using Impasto.Studio.Lists;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Tests.Requests;

/// <summary>Creating a run stores everything or nothing.</summary>
public sealed class RunCreationTests
{
    private static readonly NamedBytes Photo = new("photo.png", Studio.Photo);
    private static readonly NamedBytes Painting = new("painting.png", Studio.Painting);

    [Fact]
    public async Task Create_stores_every_picture_and_counts_its_bytes()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        StudioRun run = await studio.Service<RunCreation>().CreateAsync(Wanted(("size", "32")));

        string[] files = Directory.GetFiles(Path.Combine(studio.Settings.DataFolder, "runs", run.Id.ToString("N")));
        Assert.Equal(
            ["content", "content-view.jpg", "style-0", "style-0-view.jpg"],
            files.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal(files.Sum(file => new FileInfo(file).Length), run.Bytes);
        Assert.Equal(Studio.Photo, await studio.Service<IBlobStore>().ReadAsync(run.Id, BlobName.Content));
    }

    [Fact]
    public async Task Create_keeps_only_options_that_differ_from_the_preset_and_the_size_of_the_result()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        StudioRun run = await studio.Service<RunCreation>().CreateAsync(Wanted(("size", "32"), ("strength", "50")));

        Assert.Equal(["size"], run.Recipe.Options.Keys);
        Assert.Equal((32, 27), (run.Recipe.Width, run.Recipe.Height));
        StudioRun stored = (await studio.Service<RunStore>().FindAsync(run.Id))!;
        Assert.Equal((RunStatus.Queued, run.Bytes), (stored.Status, stored.Bytes));
    }

    [Fact]
    public async Task Create_damaged_mask_is_refused_and_leaves_nothing()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        NewRun wanted = Wanted() with { Regions = [new NamedBytes("mask.png", [1, 2, 3])] };

        ImpastoException failure = await Assert.ThrowsAnyAsync<ImpastoException>(
            () => studio.Service<RunCreation>().CreateAsync(wanted));

        Assert.Contains("mask.png", failure.Message, StringComparison.Ordinal);
        await NothingIsLeftAsync(studio);
    }

    [Fact]
    public async Task Create_from_a_deleted_checkpoint_is_a_conflict_and_leaves_nothing()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(
            () => studio.Service<RunCreation>().CreateAsync(Wanted() with { Resumes = Guid.NewGuid() }));

        Assert.Equal((409, "The run's checkpoint is no longer there."), (problem.Status, problem.Message));
        await NothingIsLeftAsync(studio);
    }

    [Fact]
    public async Task Create_painting_of_weight_0_without_a_region_is_refused()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        NewRun wanted = Wanted();
        RunRecipe recipe = wanted.Recipe with { Styles = [new RunStyle("painting.png", 0)] };

        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(
            () => studio.Service<RunCreation>().CreateAsync(wanted with { Recipe = recipe }));

        Assert.Equal((422, "Expected at least one painting with a weight above 0."), (problem.Status, problem.Message));
    }

    private static NewRun Wanted(params (string Name, string Value)[] options)
    {
        RunRecipe recipe = TestRuns.Recipe() with
        {
            Options = options.ToDictionary(option => option.Name, option => option.Value),
        };
        return new NewRun(Photo, [Painting], [], recipe);
    }

    private static async Task NothingIsLeftAsync(Studio studio)
    {
        Assert.Empty(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
        Assert.Empty(await studio.Service<RunLists>().PageAsync(new RunFilter(), null, 10));
    }
}
