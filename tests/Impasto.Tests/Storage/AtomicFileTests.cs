using System.Text;
using Impasto.Storage;

namespace Impasto.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_new_file_is_there_and_nothing_else()
    {
        AtomicFile.Write(_folder.File("a.txt"), overwrite: false, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(_folder.File("a.txt")));
        Assert.Equal(["a.txt"], _folder.Names());
    }

    [Fact]
    public void Write_that_fails_leaves_the_old_file_and_no_rest()
    {
        File.WriteAllText(_folder.File("a.txt"), "old");

        string target = _folder.File("a.txt");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(target, overwrite: true, stream =>
        {
            stream.Write("half of"u8);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(_folder.File("a.txt")));
        Assert.Equal(["a.txt"], _folder.Names());
    }

    [Fact]
    public void Write_old_file_can_be_read_until_the_new_one_is_whole()
    {
        File.WriteAllText(_folder.File("a.txt"), "old");

        AtomicFile.Write(_folder.File("a.txt"), overwrite: true, stream =>
        {
            stream.Write("new"u8);
            Assert.Equal("old", File.ReadAllText(_folder.File("a.txt")));
        });

        Assert.Equal("new", File.ReadAllText(_folder.File("a.txt")));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Write_symbolic_link_stays_and_its_file_is_written(bool exists, bool again)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Directory.CreateDirectory(_folder.File("elsewhere"));
        if (exists)
            File.WriteAllText(_folder.File("elsewhere/a.txt"), "old");
        File.CreateSymbolicLink(_folder.File("a.txt"), "elsewhere/a.txt");

        if (again)
            AtomicFile.Rewrite(_folder.File("a.txt"), stream => stream.Write("new"u8));
        else
            AtomicFile.Write(_folder.File("a.txt"), overwrite: true, stream => stream.Write("new"u8));

        Assert.Equal("elsewhere/a.txt", new FileInfo(_folder.File("a.txt")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_folder.File("elsewhere/a.txt")));
        Assert.Single(Directory.GetFiles(_folder.File("elsewhere")));
    }

    [Fact]
    public void Write_replaced_file_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = _folder.File("a.txt");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AtomicFile.Write(path, overwrite: true, stream => stream.Write("new"u8));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Write_device_is_written_to_and_stays()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "The machine has no /dev/null.");

        AtomicFile.Check("/dev/null", overwrite: true);
        AtomicFile.Rewrite("/dev/null", stream => stream.Write("lost"u8));
        AtomicFile.Delete("/dev/null");

        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void Write_file_that_appears_meanwhile_is_not_replaced()
    {
        var failure = Assert.Throws<FileException>(() => AtomicFile.Write(
            _folder.File("a.txt"), overwrite: false, _ => File.WriteAllText(_folder.File("a.txt"), "somebody else's")));

        Assert.Contains("a.txt' can't be written", failure.Message, StringComparison.Ordinal);
        Assert.Equal("somebody else's", File.ReadAllText(_folder.File("a.txt")));
    }

    [Fact]
    public void WritePath_folder_that_vanishes_meanwhile_is_one_clear_sentence()
    {
        string inner = _folder.File("inner");
        Directory.CreateDirectory(inner);

        var failure =
            Assert.Throws<FileException>(() => AtomicFile.WritePath(Path.Combine(inner, "a.txt"), false, temporary =>
        {
            Directory.Delete(inner);
            File.WriteAllText(temporary, "lost");
        }));

        Assert.Contains("a.txt' can't be written", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WritePath_temporary_file_lies_beside_the_target_and_ends_as_it_does()
    {
        string? seen = null;

        AtomicFile.WritePath(_folder.File("a.png"), false, temporary =>
        {
            seen = temporary;
            File.WriteAllText(temporary, "");
        });

        Assert.Equal(_folder.Path, Path.GetDirectoryName(seen));
        Assert.EndsWith(".png", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_missing_folder_is_named()
    {
        var failure = Assert.Throws<FileException>(() => AtomicFile.Check(_folder.File("no/a.png"), overwrite: true));

        Assert.Equal(
            $"'{_folder.File("no/a.png")}' can't be written: there is no folder '{_folder.File("no")}'.",
            failure.Message);
    }

    [Fact]
    public void Check_folder_as_target_is_named()
    {
        var failure = Assert.Throws<FileException>(() => AtomicFile.Check(_folder.Path, overwrite: true));

        Assert.Equal($"'{_folder.Path}' can't be written: it is a folder.", failure.Message);
    }

    [Fact]
    public void Check_file_as_folder_is_named()
    {
        File.WriteAllText(_folder.File("a"), "");

        var failure = Assert.Throws<FileException>(() => AtomicFile.Check(_folder.File("a/b.png"), overwrite: true));

        Assert.Contains("there is no folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_existing_file_passes_only_with_overwrite()
    {
        File.WriteAllText(_folder.File("a"), "");

        Assert.Throws<FileException>(() => AtomicFile.Check(_folder.File("a"), overwrite: false));
        AtomicFile.Check(_folder.File("a"), overwrite: true);
        Assert.Equal(["a"], _folder.Names());
    }

    [Fact]
    public void Check_closed_folder_is_found_out()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is closed to this user.");
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Throws<FileException>(() => AtomicFile.Check(_folder.File("a"), overwrite: false));
    }

    // Even an administrator can't make files here.
    [Fact]
    public void Check_file_system_without_files_is_found_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc.");

        var failure = Assert.Throws<FileException>(() => AtomicFile.Check("/proc/a.png", overwrite: false));

        Assert.StartsWith("'/proc/a.png' can't be written: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_longest_name_the_system_takes_is_written()
    {
        string name = new string('a', 251) + ".txt";

        AtomicFile.Write(_folder.File(name), overwrite: false, stream => stream.Write("new"u8));

        Assert.Equal([name], _folder.Names());
    }

    [Fact]
    public void Check_name_longer_than_the_system_takes_is_found_out()
    {
        string name = new string('é', 126) + ".txt"; // 256 bytes in UTF-8.
        Assert.Equal(256, Encoding.UTF8.GetByteCount(name));

        var failure = Assert.Throws<FileException>(() => AtomicFile.Check(_folder.File(name), overwrite: false));

        Assert.Contains(
            "its name has 256 bytes, and file systems allow 255", failure.Message, StringComparison.Ordinal);
    }
}
