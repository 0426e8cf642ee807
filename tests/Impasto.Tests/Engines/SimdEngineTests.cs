using Impasto.Engines;
using Impasto.Engines.Simd;
using Impasto.Networks;

namespace Impasto.Tests.Engines;

/// <summary>The engine as it is opened on this machine, and with each set of instructions it has.</summary>
public class SimdEngineTests : EngineTests
{
    // Winograd's F(6 x 6, 3 x 3) rounds about ten times as coarsely as a direct convolution, and five of them follow
    // each other twice; its sizes and signs are those of float64 otherwise.
    protected override double Tolerance => 1e-4;

    protected override IEngine Open(Network network, EngineSettings settings) => new CpuDevice(2).Open(network, settings);
}

public sealed class SimdEngineOf8LanesTests : SimdEngineTests
{
    protected override IEngine Open(Network network, EngineSettings settings) => new SimdEngine<Lanes8>(network, settings, 2);
}

public sealed class SimdEngineOf4LanesTests : SimdEngineTests
{
    protected override IEngine Open(Network network, EngineSettings settings) => new SimdEngine<Lanes4>(network, settings, 2);
}
