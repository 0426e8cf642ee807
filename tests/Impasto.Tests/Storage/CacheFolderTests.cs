using Impasto.Storage;

namespace Impasto.Tests.Storage;

public sealed class CacheFolderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly HourlyClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trim_above_the_limit_deletes_those_used_longest_ago()
    {
        CacheFolder cache = Cache(limit: 30);
        foreach (string name in new[] { "a.kept", "b.kept", "c.kept", "d.kept" })
            Add(cache, name);
        cache.Use(_folder.File("a.kept"));

        cache.Trim();

        Assert.Equal(["a.kept", "c.kept", "d.kept"], _folder.Names());
    }

    [Fact]
    public void Trim_at_the_limit_deletes_nothing()
    {
        CacheFolder cache = Cache(limit: 20);
        Add(cache, "a.kept");
        Add(cache, "b.kept");

        cache.Trim();

        Assert.Equal(["a.kept", "b.kept"], _folder.Names());
    }

    [Fact]
    public void Trim_other_files_neither_count_nor_go()
    {
        CacheFolder cache = Cache(limit: 10);
        Add(cache, "a.other");
        Add(cache, "b.kept");

        cache.Trim();

        Assert.Equal(["a.other", "b.kept"], _folder.Names());
    }

    [Fact]
    public void Trim_passes_by_a_file_that_can_not_be_deleted()
    {
        CacheFolder cache = Cache(limit: 15, delete: path =>
        {
            if (Path.GetFileName(path) == "a.kept")
                throw new UnauthorizedAccessException();
            File.Delete(path);
        });
        foreach (string name in new[] { "a.kept", "b.kept", "c.kept" })
            Add(cache, name);

        cache.Trim();

        // What could not go still takes its room: nothing is left for the others.
        Assert.Equal(["a.kept"], _folder.Names());
    }

    [Fact]
    public void Trim_counts_a_file_that_another_process_deleted_in_between()
    {
        CacheFolder cache = Cache(limit: 15, delete: path =>
        {
            File.Delete(path);
            File.Delete(path);
        });
        foreach (string name in new[] { "a.kept", "b.kept" })
            Add(cache, name);

        cache.Trim();

        Assert.Equal(["b.kept"], _folder.Names());
    }

    [Fact]
    public void Use_and_Trim_without_a_folder_do_nothing()
    {
        var cache = new CacheFolder(_folder.File("none"), "*.kept", 0, _clock);

        cache.Use(_folder.File("none/a.kept"));
        cache.Trim();

        Assert.Empty(_folder.Names());
    }

    private CacheFolder Cache(long limit, Action<string>? delete = null) =>
        new(_folder.Path, "*.kept", limit, _clock) { Delete = delete ?? File.Delete };

    private void Add(CacheFolder cache, string name)
    {
        File.WriteAllBytes(_folder.File(name), new byte[10]);
        cache.Use(_folder.File(name));
    }

    // Each look at it is an hour later.
    private sealed class HourlyClock : TimeProvider
    {
        private DateTimeOffset _now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now = _now.AddHours(1);
    }
}
