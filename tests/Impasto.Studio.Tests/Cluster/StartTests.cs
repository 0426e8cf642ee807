using Impasto.Studio.Runs;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>Programs that start at the same time, as containers do.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Programs_that_start_at_once_with_an_empty_database_all_start()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        using var folder = new ScratchFolder();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            await using var store = StudioStore.Open(
                Studio.Usual(folder.File($"{number}")) with { Store = database.Connection });
            await store.PrepareAsync();
            Assert.Equal(0, await store.Runs.QueuedAsync());
        })));
    }
}
