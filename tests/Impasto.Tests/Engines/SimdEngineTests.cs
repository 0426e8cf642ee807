using Impasto.Engines;
using Impasto.Engines.Simd;
using Impasto.Engines.Simd.Lanes;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Tests.Engines;

/// <summary>The engine as it is opened on this machine, and with each set of instructions it has.</summary>
public class SimdEngineTests : EngineTests
{
    // Winograd's F(6 x 6, 3 x 3) rounds about ten times as coarsely as a direct convolution, and five of them follow
    // each other twice; its sizes and signs are those of float64 otherwise.
    protected override double Tolerance => 1e-4;

    protected override IEngine Open(Network network, EngineSettings settings) =>
        new CpuDevice(2).Open(network, settings);

    [Theory]
    [InlineData(37, 29)]
    [InlineData(160, 107)]
    public void Backward_any_number_of_threads_gives_the_same_bits(int width, int height)
    {
        (double[] Moments, float[] Gradient) once = Step(1);

        Assert.All((int[])[2, 7], threads =>
        {
            (double[] moments, float[] gradient) = Step(threads);
            Assert.Equal(once.Moments, moments);
            Assert.Equal(once.Gradient, gradient);
        });

        (double[] Moments, float[] Gradient) Step(int threads)
        {
            using IEngine engine = new CpuDevice(threads).Open(NetworkCatalog.Compact().Network, new EngineSettings());
            LayerName deepest = LayerName.Parse("conv5_1");
            Features features = engine.Forward(
                TestNetworks.Noise(width, height), new FeatureRequest(
                    [LayerName.Parse("conv1_1"), deepest], [LayerName.Parse("conv4_2")], KeepForBackward: true));
            float[] found = new float[3 * width * height];
            engine.Backward(RandomGradients.For(features), found);
            return (features.Moments[deepest][0].Gram.ToArray(), found);
        }
    }

    [Fact]
    public void Trim_between_steps_changes_no_bit_and_forgets_the_last_pass()
    {
        using IEngine engine = Open(TestNetworks.Vgg(), new EngineSettings());
        var request =
            new FeatureRequest([LayerName.Parse("conv1_1"), LayerName.Parse("conv3_1")], [], KeepForBackward: true);
        NetworkInput input = TestNetworks.Noise(37, 29);
        FeatureGradients gradients = RandomGradients.For(engine.Forward(input, request));
        float[] before = new float[input.Values.Length], after = new float[input.Values.Length];
        engine.Backward(gradients, before);

        engine.Trim();
        engine.Forward(input, request);
        engine.Backward(gradients, after);
        engine.Forward(input, request);
        engine.Trim();

        Assert.Equal(before, after);
        Assert.Throws<InvalidOperationException>(() => engine.Backward(gradients, after));
    }

    [Fact]
    public void Forward_and_Backward_once_warm_allocate_nothing()
    {
        using IEngine engine = Open(TestNetworks.Vgg(), new EngineSettings());
        var request = new FeatureRequest(
            [LayerName.Parse("conv1_1"), LayerName.Parse("conv3_1")], [LayerName.Parse("conv2_2")],
            KeepForBackward: true);
        NetworkInput input = TestNetworks.Noise(37, 29);
        float[] gradient = new float[input.Values.Length];
        Features features = engine.Forward(input, request);
        FeatureGradients gradients = RandomGradients.For(features);
        Step();

        Assert.Equal(0, Allocations.Of(Step));

        void Step()
        {
            Features again = engine.Forward(input, request, features);
            Assert.Same(features, again);
            engine.Backward(gradients, gradient);
        }
    }
}

public sealed class SimdEngineOf8LanesTests : SimdEngineTests
{
    protected override IEngine Open(Network network, EngineSettings settings) =>
        new SimdEngine<Lanes8>(network, settings, 2);
}

public sealed class SimdEngineOf4LanesTests : SimdEngineTests
{
    protected override IEngine Open(Network network, EngineSettings settings) =>
        new SimdEngine<Lanes4>(network, settings, 2);
}
