using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests.Networks.Files;

namespace Impasto.Tests.Networks.Weights;

public sealed class WeightInstallerTests
{
    private static byte[] Content => InstallerFixture.Content;

    [Fact]
    public async Task Install_from_a_file_keeps_a_slim_copy_with_the_same_tensors()
    {
        using var install = new InstallerFixture();
        string path = install.Write("vgg19.pth", Content);
        Network original = NetworkLoader.Load(path).Network;

        InstalledWeights installed = await install.InstallAsync(path);

        Network slim = NetworkLoader.Load(installed.Path).Network;
        Assert.Equal(["vgg19.safetensors"], install.Files);
        Assert.Equal(installed, Assert.Single(install.Store.List()));
        Assert.Equal(("vgg19", original.Sha256, path), (installed.Name, installed.Sha256, installed.Source));
        Assert.Equal(original.Sha256, slim.Sha256);
        Assert.Equal("vgg19", slim.Name);
        Assert.Equal(VggLayers.Of(5, 1), slim.Convolutions[^1].Layer);
        Assert.All(original.Convolutions, convolution =>
        {
            Assert.Equal(convolution.Kernel, slim[convolution.Layer].Kernel);
            Assert.Equal(convolution.Bias, slim[convolution.Layer].Bias);
        });
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_all_layers_keeps_conv5_4_and_the_identity()
    {
        using var install = new InstallerFixture();
        string path = install.Write("vgg19.pth", Content);
        InstalledWeights slim = await install.InstallAsync(path);

        InstalledWeights all =
            await install.InstallAsync(new InstallOptions { From = path, AllLayers = true, Overwrite = true });

        Assert.Equal(slim.Sha256, all.Sha256);
        Assert.Equal(
            16, NetworkCatalog.Resolve("vgg19", install.Store, deepest: VggLayers.Of(5, 4)).Network.Convolutions.Count);
    }

    [Fact]
    public async Task Install_reports_its_stages()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) => LoopbackReply.File(request, Content));
        List<InstallProgress> reports = [];

        await install.InstallAsync(server.Url, progress: new ProgressTo(reports.Add));

        Assert.Equal(
            [InstallStage.Downloading, InstallStage.Checking, InstallStage.Writing], reports.Select(report =>
                report.Stage).Distinct());
        Assert.Equal(
            new InstallProgress(InstallStage.Downloading, Content.Length, Content.Length),
            reports.Last(report => report.Stage == InstallStage.Downloading));
    }

    [Fact]
    public async Task Install_again_needs_force()
    {
        using var install = new InstallerFixture();
        string path = install.Write("vgg19.pth", Content);
        await install.InstallAsync(path);

        var refusal = await Assert.ThrowsAsync<WeightsException>(() => install.InstallAsync(path));
        Assert.Contains("are installed already", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((WeightsProblem.AlreadyInstalled, "vgg19"), (refusal.Problem, refusal.WeightsName));
        await install.InstallAsync(new InstallOptions { From = path, Overwrite = true });
    }

    [Fact]
    public async Task Install_over_damaged_weights_needs_no_force()
    {
        using var install = new InstallerFixture();
        Directory.CreateDirectory(install.Store.Folder);
        await File.WriteAllTextAsync(
            Path.Combine(install.Store.Folder, "vgg19.safetensors"), "half", TestContext.Current.CancellationToken);

        await install.InstallAsync(install.Write("vgg19.pth", Content));

        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_file_of_another_checksum_is_refused_and_left_alone()
    {
        using var install = new InstallerFixture();
        string path = install.Write("vgg19.pth", Content);

        string message = await Refusal.OfAsync(() =>
            install.InstallAsync(new InstallOptions { From = path, Sha256 = "DCBB9E9D" }));

        Assert.Equal(
            $"'{path}' is not the file expected: its SHA-256 begins with {InstallerFixture.Sha256(Content)[..8]}, "
            + $"expected dcbb9e9d.", message);
        Assert.Empty(install.Files);
        Assert.True(File.Exists(path));
    }

    [Theory]
    [InlineData("dcbb9e9")]
    [InlineData("not-hexadecimal")]
    [InlineData("")]
    public async Task Install_checksum_that_is_none_is_refused(string sha256)
    {
        using var install = new InstallerFixture();

        string message = await Refusal.OfAsync(() =>
            install.InstallAsync(new InstallOptions { From = "x.pth", Sha256 = sha256 }));

        Assert.Equal($"Invalid SHA-256 '{sha256}': expected 8 to 64 hexadecimal digits.", message);
    }

    [Fact]
    public async Task Install_of_nothing_is_refused()
    {
        using var install = new InstallerFixture();
        string folder = Path.GetDirectoryName(install.Store.Folder)!;

        Assert.Equal(
            $"'{folder}' is a folder, expected a weight file.",
            await Refusal.OfAsync(() => install.InstallAsync(new InstallOptions { From = folder })));
        Assert.Equal("There is no file 'none.pth'.", await Refusal.OfAsync(() =>
            install.InstallAsync(new InstallOptions { From = "none.pth" })));
        Assert.Equal(
            "'vgg11' can't be installed: expected vgg19, vgg16, vgg19-caffe, vgg16-caffe.",
            await Refusal.OfAsync(() => install.InstallAsync(new InstallOptions { From = "x" }, name: "vgg11")));
    }

    [Fact]
    public async Task Install_another_network_under_the_name_is_refused()
    {
        using var install = new InstallerFixture();
        string vgg16 = install.Write("vgg16.pth", TorchWriter.Zip(StateTensor.Vgg(StateTensor.Vgg16Depths)));
        string vgg19 = install.Write("vgg19.pth", Content);
        string shallow = install.Write("shallow.pth", TorchWriter.Zip(StateTensor.Vgg([2, 2])));

        Assert.Equal($"'{vgg16}' is not vgg19: the layer conv3_4 is missing.", await Refusal.OfAsync(() =>
            install.InstallAsync(new InstallOptions { From = vgg16 })));
        Assert.Equal($"'{shallow}' is not vgg19: the layer conv5_1 is missing.", await Refusal.OfAsync(() =>
            install.InstallAsync(new InstallOptions { From = shallow })));
        Assert.Equal(
            $"'{vgg19}' is not vgg16: it has the layer conv3_4, and vgg16 does not.",
            await Refusal.OfAsync(() => install.InstallAsync(new InstallOptions { From = vgg19 }, name: "vgg16")));
        Assert.Empty(install.Files);
        Assert.Equal("vgg16", (await install.InstallAsync(new InstallOptions { From = vgg16 }, name: "vgg16")).Name);
    }

    [Fact]
    public async Task Install_knows_the_pixels_by_the_name_on_the_server()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) => LoopbackReply.File(request, Content));

        InstalledWeights installed = await install.InstallAsync(server.Url + "/models/vgg19-d01eb7cb.pth");

        Assert.Equal("caffe", NetworkLoader.Load(installed.Path).Network.Normalization.Name);
    }

    [Fact]
    public async Task Install_store_that_is_a_file_is_refused()
    {
        using var install = new InstallerFixture();
        install.Write("weights", [1]);
        string path = install.Write("vgg19.pth", Content);

        Assert.Equal(
            $"'{install.Store.Folder}' is a file, expected the folder in which weights are kept.",
            await Refusal.OfAsync(() => install.InstallAsync(path)));
    }

    [Fact]
    public async Task Install_while_another_installs_is_refused()
    {
        using var install = new InstallerFixture();
        var asked = new TaskCompletionSource();
        var enough = new TaskCompletionSource();
        using var server = new LoopbackServer((request, _) =>
        {
            asked.TrySetResult();
            return LoopbackReply.File(request, Content).Cut(100) with { Close = enough.Task };
        });
        using var stop = new CancellationTokenSource();
        install.Cancellation = stop.Token;
        Task first = install.InstallAsync(server.Url);
        await asked.Task;

        string message = await Refusal.OfAsync(() => install.InstallAsync(install.Write("vgg19.pth", Content)));

        Assert.Equal("The weights 'vgg19' are being installed by another program.", message);
        await stop.CancelAsync();
        enough.SetResult();
        install.Cancellation = TestContext.Current.CancellationToken;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await install.InstallAsync(install.Write("vgg19.pth", Content));
    }

    [Fact]
    public async Task Install_after_one_that_was_killed_clears_what_it_left()
    {
        using var install = new InstallerFixture();
        Directory.CreateDirectory(install.Store.Folder);
        string left = Path.Combine(install.Store.Folder, ".vgg19.0123456789abcdef0123456789abcdef.safetensors");
        await File.WriteAllBytesAsync(left, new byte[100], TestContext.Current.CancellationToken);

        Assert.Empty(install.Store.List());
        await install.InstallAsync(install.Write("vgg19.pth", Content));

        Assert.Equal(["vgg19.safetensors"], install.Files);
    }
}
