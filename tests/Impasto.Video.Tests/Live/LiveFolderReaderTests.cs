using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Video.Frames;
using Impasto.Video.Live;

namespace Impasto.Video.Tests.Live;

public sealed class LiveFolderReaderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Once_gives_all_pictures_by_the_numbers_in_their_names()
    {
        foreach (string name in (string[])["b10.png", "b9.png", ".hidden.png", "notes.txt", "done.png"])
            Put(name, 0.5f);
        using var reader = new LiveFolderReader(
            _folder.Path, new LiveFolderOptions { Once = true, IsDone = name => name == "done.png" });

        string?[] names = [.. Enumerable.Range(0, 3).Select(_ => reader.Read(Cancellation)?.Name)];

        Assert.Equal(["b9.png", "b10.png", null], names);
        Assert.Equal((0, 1), (reader.Dropped, reader.LeftOut));
    }

    [Fact]
    public void Read_gives_the_newest_picture_or_all()
    {
        DateTime time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (string name in (string[])["c.png", "a.png", "b.png"])
            File.SetLastWriteTimeUtc(Put(name, 0.5f), time = time.AddSeconds(1));
        using var newest = new LiveFolderReader(_folder.Path);
        using var all = new LiveFolderReader(_folder.Path, new LiveFolderOptions { TakesAll = true });

        Assert.Equal("b.png", newest.Read(Cancellation)!.Name);
        Assert.Equal(2, newest.Dropped);
        string[] names = [.. Enumerable.Range(0, 3).Select(_ => all.Read(Cancellation)!.Name)];
        Assert.Equal(["c.png", "a.png", "b.png"], names);
    }

    [Fact]
    public async Task Read_waits_for_a_picture_that_comes_and_for_one_that_changes()
    {
        using var reader = new LiveFolderReader(_folder.Path);
        Task<LivePicture?> waiting = Task.Run(() => reader.Read(Cancellation), Cancellation);
        await Task.Delay(250, Cancellation);
        Assert.False(waiting.IsCompleted);
        Put("a.png", 0.25f);
        Assert.Equal("a.png", (await waiting)!.Name);

        waiting = Task.Run(() => reader.Read(Cancellation), Cancellation);
        await Task.Delay(250, Cancellation);
        Assert.False(waiting.IsCompleted);
        File.SetLastWriteTimeUtc(Put("a.png", 0.75f), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5));
        Assert.Equal(0.75f, (await waiting)!.Picture.Pixels[0], 0.01f);
    }

    [Fact]
    public void Picture_that_can_not_be_read_does_not_end_the_folder()
    {
        File.WriteAllText(_folder.File("a.png"), "no picture");
        Put("b.png", 0.5f);
        using var reader = new LiveFolderReader(_folder.Path, new LiveFolderOptions { Once = true });

        Assert.Throws<PictureException>(() => reader.Read(Cancellation));
        Assert.Equal("b.png", reader.Read(Cancellation)!.Name);
        Assert.Null(reader.Read(Cancellation));
    }

    [Fact]
    public void Missing_folder_and_cancelled_wait()
    {
        Assert.Throws<ClipException>(() => new LiveFolderReader(_folder.File("missing")));
        using var reader = new LiveFolderReader(_folder.Path);
        using var cancel = new CancellationTokenSource(50);

        Assert.Throws<OperationCanceledException>(() => reader.Read(cancel.Token));
    }

    private string Put(string name, float grey)
    {
        string file = _folder.File(name);
        PictureWriter.Write(
            TestPictures.Flat(8, 8, grey), file.EndsWith(".txt", StringComparison.Ordinal) ? file + ".png" : file,
            new PictureWriteOptions { Overwrite = true });
        if (file.EndsWith(".txt", StringComparison.Ordinal))
            File.Move(file + ".png", file);
        return file;
    }
}
