using Impasto.Storage;

namespace Impasto.Tests.Storage;

public sealed class TemporaryFolderTests
{
    [Theory]
    [InlineData("ext4", "ext4", null, "/tmp/")]
    [InlineData("tmpfs", "ext4", null, "/var/tmp/")]
    [InlineData("tmpfs", "ext4", "/tmp", "/tmp/")]
    [InlineData("tmpfs", "tmpfs", null, "/tmp/")]
    [InlineData("tmpfs", null, null, "/tmp/")]
    public void Choose_files_that_save_memory_do_not_lie_in_it(
        string usual, string? large, string? asked, string expected) =>
        Assert.Equal(expected, TemporaryFolder.Choose("/tmp/", asked, folder => folder == "/tmp/" ? usual : large));

    [Fact]
    public void Default_is_a_folder() => Assert.True(Directory.Exists(TemporaryFolder.Default));
}
