using Impasto.Storage;
using Impasto.Tests.Networks;

namespace Impasto.Tests.Storage;

public sealed class AtomicFileTests
{
    [Fact]
    public void Write_new_file_leaves_it_and_nothing_else()
    {
        using var folder = new TemporaryFolder();

        AtomicFile.Write(folder["a.bin"], overwrite: false, stream => stream.Write([1, 2, 3]));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["a.bin"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_existing_file_needs_leave()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.bin", [1]);

        string message = Refusal.Of(() => AtomicFile.Write(folder["a.bin"], overwrite: false, stream => stream.Write([2])));
        Assert.Equal($"'{folder["a.bin"]}' exists already: choose another name, or replace it with --force.", message);
        Assert.Equal([1], File.ReadAllBytes(folder["a.bin"]));

        AtomicFile.Write(folder["a.bin"], overwrite: true, stream => stream.Write([2]));
        Assert.Equal([2], File.ReadAllBytes(folder["a.bin"]));
    }

    [Fact]
    public void Write_that_fails_leaves_the_target_as_it_was()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.bin", [1]);

        Assert.Throws<FormatException>(() => AtomicFile.Write(folder["a.bin"], overwrite: true, stream =>
        {
            stream.Write([2, 2]);
            throw new FormatException();
        }));

        Assert.Equal([1], File.ReadAllBytes(folder["a.bin"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_disk_failure_is_one_sentence()
    {
        using var folder = new TemporaryFolder();

        string message = Refusal.Of(() => AtomicFile.Write(folder["a.bin"], overwrite: false, _ => throw new IOException("No space left on device.")));

        Assert.Equal($"'{folder["a.bin"]}' can't be written: No space left on device.", message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_file_that_appeared_meanwhile_is_not_replaced()
    {
        using var folder = new TemporaryFolder();

        Refusal.Of(() => AtomicFile.Write(folder["a.bin"], overwrite: false, stream => folder.Write("a.bin", [9])));

        Assert.Equal([9], File.ReadAllBytes(folder["a.bin"]));
    }

    [Fact]
    public void WritePath_gives_a_name_with_the_targets_ending()
    {
        using var folder = new TemporaryFolder();
        string? given = null;

        AtomicFile.WritePath(folder["picture.png"], overwrite: false, path => File.WriteAllText(given = path, "x"));

        Assert.Equal(".png", Path.GetExtension(given));
        Assert.Equal(folder.Path, Path.GetDirectoryName(given));
        Assert.Equal("x", File.ReadAllText(folder["picture.png"]));
    }

    [Fact]
    public void Check_says_beforehand_what_is_in_the_way()
    {
        using var folder = new TemporaryFolder();
        string inside = Path.Combine(folder["none"], "a.bin");

        Assert.Equal($"'{folder.Path}' can't be written: it is a folder.", Refusal.Of(() => AtomicFile.Check(folder.Path, overwrite: true)));
        Assert.Equal($"'{inside}' can't be written: there is no folder '{folder["none"]}'.", Refusal.Of(() => AtomicFile.Check(inside, overwrite: true)));
        AtomicFile.Check(folder["a.bin"], overwrite: false);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Check_closed_folder_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "needs a user whom permissions bind");
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Contains("can't be written", Refusal.Of(() => AtomicFile.Check(folder["a.bin"], overwrite: true)), StringComparison.Ordinal);
    }
}
