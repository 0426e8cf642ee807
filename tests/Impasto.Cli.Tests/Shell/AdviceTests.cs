using Impasto.Cli.Shell;
using Impasto.Networks.Weights;

namespace Impasto.Cli.Tests.Shell;

public sealed class AdviceTests
{
    [Fact]
    public void Of_names_the_options_that_help()
    {
        Assert.Equal(
            "'a.png' exists already: choose another name, or replace it with --force.",
            Advice.Of(new FileException("'a.png' exists already.") { AlreadyExists = true }));
        Assert.Equal(
            "'a.png' is too large: the limit is 5 (--max-pixels).",
            Advice.Of(new PictureException("'a.png' is too large: the limit is 5.")
            {
                PixelLimit = 5,
                PictureName = "a.png",
            }));
        Assert.Equal(
            "The result is too large: use a smaller --size, or raise --max-pixels.",
            Advice.Of(new PictureException("The result is too large.") { PixelLimit = 5 }));
        Assert.StartsWith(
            "--quality: expected 1 to 100, got ",
            Advice.Of(new InvalidOptionsException([new OptionProblem("quality", "0", "expected 1 to 100")])),
            StringComparison.Ordinal);
    }

    public static TheoryData<ImpastoException, string> Failures => new()
    {
        {
            new WeightsException("Not there.") { Problem = WeightsProblem.NotInstalled, WeightsName = "vgg19" },
            "Not there: run impasto weights install vgg19."
        },
        {
            new WeightsException("Too short.") { Problem = WeightsProblem.TooShallow, WeightsName = "vgg16" },
            "Too short: run impasto weights install vgg16 --all-layers --force."
        },
        {
            new WeightsException("There.") { Problem = WeightsProblem.AlreadyInstalled, WeightsName = "vgg16" },
            "There: replace them with --force."
        },
        {
            new WeightsException("Other weights.") { Problem = WeightsProblem.Different, WeightsName = "vgg19" },
            "Other weights: name the right ones with --network."
        },
        {
            new WeightsException("Cut off.") { Problem = WeightsProblem.Interrupted },
            "Cut off: run the command again to continue."
        },
        { new DeviceException("No GPU.") { Device = "mps" }, "No GPU; use --device cpu." },
        { new DeviceException("No GPU.") { Device = "cuda:0" }, "No GPU (-p:ImpastoTorch=cuda); use --device cpu." },
        {
            new DeviceException("No libtorch.") { Device = "torch" },
            "No libtorch: GPUs, --device torch and distill need it; build with -p:ImpastoTorch=cpu (600 MB) or cuda, "
            + "or use --device cpu."
        },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Of_missing_weights_and_devices_has_advice(ImpastoException failure, string expected) =>
        Assert.Equal(expected, Advice.Of(failure));

    [Fact]
    public void Of_a_network_names_the_better_one()
    {
        LoadedNetwork network = NetworkCatalog.Compact();

        Assert.Equal("", Advice.Of(network));
        Assert.Equal(
            "VGG-19 is not installed: impasto weights install vgg19",
            Advice.Of(network with { Choice = "VGG-19 is not installed", MissingWeights = "vgg19" }));
    }

    [Fact]
    public void Of_without_advice_is_the_message()
    {
        Assert.Equal("'a.png' can't be read.", Advice.Of(new PictureException("'a.png' can't be read.")));
        Assert.Equal("Expected one style.", Advice.Of(new InvalidOptionsException("Expected one style.")));
        Assert.Equal("'a' can't be written.", Advice.Of(new FileException("'a' can't be written.")));
    }
}
