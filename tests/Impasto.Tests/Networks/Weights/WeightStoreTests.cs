using Impasto.Networks.Weights;

namespace Impasto.Tests.Networks.Weights;

public sealed class WeightStoreTests
{
    [Theory]
    [InlineData("IMPASTO_HOME=/own XDG_CACHE_HOME=/xdg", "/own/weights")]
    [InlineData("XDG_CACHE_HOME=/xdg", "/xdg/impasto/weights")]
    [InlineData("XDG_CACHE_HOME=relative", "~/.cache/impasto/weights")]
    [InlineData("XDG_CACHE_HOME= IMPASTO_HOME=", "~/.cache/impasto/weights")]
    public void DefaultFolder_follows_the_environment(string environment, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the paths of Linux");
        Dictionary<string, string> variables = environment.Split(' ').Select(entry =>
            entry.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        string folder = WeightStore.DefaultFolder(name => variables.GetValueOrDefault(name));

        Assert.Equal(expected.Replace(
            "~", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal), folder);
    }

    [Fact]
    public void List_folder_that_is_missing_is_empty()
    {
        using var folder = new TemporaryFolder();

        Assert.Empty(new WeightStore(folder["none"]).List());
        Assert.Null(new WeightStore(folder["none"]).Find("vgg19"));
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public void List_names_damaged_weights_and_leaves_out_other_files()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vgg19.safetensors", [1, 2, 3]);
        folder.Write(".vgg16.0123.safetensors", [1]);
        folder.Write("vgg16-0123.part", [1]);

        InstalledWeights damaged = Assert.Single(new WeightStore(folder.Path).List());

        Assert.Equal(new InstalledWeights("vgg19", folder["vgg19.safetensors"], 3, "", "damaged"), damaged);
    }

    [Fact]
    public async Task Verify_notices_any_changed_byte()
    {
        using var install = new InstallerFixture();
        string path = (await install.InstallAsync(new InstallOptions
        {
            From = install.Write("vgg19.pth", InstallerFixture.Content),
            AllLayers = true,
        })).Path;
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        long header = BitConverter.ToInt64(bytes);
        var random = new Random(3);
        int[] places =
        [
            // The lengths, some of the texts, the first and last value, conv5_4's bias at the end included, and some
            // between.
            0, 1, 8, 9, .. Enumerable.Range(0, 60).Select(_ => random.Next(8, 8 + (int)header)),
            8 + (int)header, bytes.Length - 1, .. Enumerable.Range(0, 20).Select(_ =>
                random.Next(8 + (int)header, bytes.Length)),
        ];

        Assert.Null(install.Store.Verify("vgg19"));
        foreach (int at in places)
        {
            bytes[at] ^= 1;
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
            string? problem = install.Store.Verify("vgg19");
            Assert.True(problem is not null, $"byte {at} of {bytes.Length} was changed, and nobody noticed");
            Refusal.RequireSentence(problem);
            bytes[at] ^= 1;
        }
    }

    [Fact]
    public void Verify_weights_that_were_put_there_by_hand_says_so()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Files.Fixture.Path("small-old.pth"), folder["vgg19.safetensors"]);

        Assert.EndsWith(
            "can't be verified: it has no checksum of its installation.", new WeightStore(folder.Path).Verify("vgg19"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_deletes_the_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vgg19.safetensors", [1]);
        folder.Write("other.txt", [1]);

        InstalledWeights removed = new WeightStore(folder.Path).Remove("vgg19");

        Assert.Equal("vgg19", removed.Name);
        Assert.Equal([folder["other.txt"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Remove_and_verify_of_missing_weights_are_refused()
    {
        using var folder = new TemporaryFolder();
        var store = new WeightStore(folder.Path);

        Assert.Equal("The weights 'vgg19' are not installed.", Refusal.Of(() => store.Remove("vgg19")));
        folder.Write("vgg16.safetensors", [1]);
        Assert.Equal(
            "The weights '../vgg16' are not installed: there are vgg16.", Refusal.Of(() => store.Remove("../vgg16")));
        Assert.Equal(
            "The weights 'vgg19' are not installed: there are vgg16.", Refusal.Of(() => store.Verify("vgg19")));
    }
}
