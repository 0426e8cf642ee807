using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Tests;
using Impasto.Torch.Tests.Reference;
using TorchSharp;

namespace Impasto.Torch.Tests;

/// <summary>Whole runs on the Torch engine.</summary>
[Collection("libtorch")]
public sealed class StylizerTests
{
    private static readonly StylizeOptions Shallow = new()
    {
        Sizing = new() { Size = null, MinSize = 0 },
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv2_1"),
        },
    };

    // 16 channels and multiples: the plain loop calls libtorch's convolutions as they are. Pictures of 8 bits that need
    // no resizing.
    [Fact]
    public void Run_notebook_follows_a_plain_loop_of_autograd()
    {
        Network network = TestNetworks.Vgg(seed: 3, width: 16, normalization: InputNormalization.Torchvision);
        Picture content = TestPictures.EightBits(TestPictures.Ramp(40, 40));
        Picture style = TestPictures.EightBits(TestPictures.Noise(40, 40, 4));
        using var stylizer = new Stylizer(network, TorchDevice.Parse("cpu", 1));

        StylizeResult result = stylizer.Run(
            content, [new WeightedStyle(style)], Presets.Notebook.Options with { Steps = [60] },
            cancellation: TestContext.Current.CancellationToken);

        using var plain = new PlainNotebook(network);
        List<double> expected = plain.Run(content, style, 60);
        Assert.Equal(60, result.Losses.Count);
        Assert.True(expected[^1] < 0.9 * expected[0], "the loss did not fall: little was compared");
        double worst = References.Worst(expected, result.Losses);
        Assert.True(worst < 1e-5, $"off by {worst} of the loss");
    }

    [Fact]
    public void Run_twice_gives_the_same_bits()
    {
        StylizeOptions options = Presets.Fine.Options with
        {
            Sizing = Presets.Fine.Options.Sizing with { Size = 48, MinSize = 32 },
            Steps = [3, 2],
        };

        float[] first = Run(), second = Run();

        Assert.Equal(first, second);

        float[] Run()
        {
            using var stylizer = new Stylizer(TestNetworks.Vgg(), TorchDevice.Parse("cpu"));
            return stylizer.Run(
                TestPictures.Ramp(60, 40), [new WeightedStyle(TestPictures.Noise(50, 50, 4))], options,
                cancellation: TestContext.Current.CancellationToken).Picture.Pixels;
        }
    }

    [Fact]
    public void Run_a_thousand_steps_leaves_no_tensor_and_flat_memory()
    {
        // A tensor of the picture's size kept at each step would be 28 KB, 19 MB over the steps that are measured.
        const long MostGrowth = 8 << 20;
        const int WarmUp = 300;
        long before = torch.Tensor.TotalCount, tensors = 0, early = 0, late = 0;
        using (var stylizer = new Stylizer(TestNetworks.Shallow(), TorchDevice.Parse("cpu", 1)))
        {
            var listener = new Listener(step =>
            {
                if (step.Step == 1)
                    tensors = torch.Tensor.TotalCount;
                Assert.Equal(tensors, torch.Tensor.TotalCount);
                if (step.Step == WarmUp)
                    early = NativeMemory();
                else if (step.Step == step.TotalSteps)
                    late = NativeMemory();
            });
            StylizeResult result = stylizer.Run(
                TestPictures.Ramp(48, 48),
                [new WeightedStyle(TestPictures.Noise(48, 48, 4))],
                Shallow with { Optimizer = new AdamOptions { LearningRate = 0.001 }, Steps = [1000] },
                listener,
                TestContext.Current.CancellationToken);
            Assert.Equal(1000, result.Losses.Count);
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
        TestContext.Current.TestOutputHelper?.WriteLine($"grew by {late - early} bytes");
        Assert.True(late - early < MostGrowth, $"memory grew from {early} to {late} bytes");
    }

    // The process's memory less the garbage collector's, which varies.
    private static long NativeMemory() => Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes;
}
