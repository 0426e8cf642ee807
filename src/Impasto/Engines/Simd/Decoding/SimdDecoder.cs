using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>Makes pixels of features on the processor's vector units.</summary>
/// <remarks>
/// Planes of all convolutions but the last two lie in two memories that take turns; they are used again by the next
/// piece.
/// </remarks>
internal sealed unsafe class SimdDecoder<TLanes> : IDecoder
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly WorkerTeam _team;
    private readonly int _skipped;
    private readonly List<DecoderWeights<TLanes>> _weights = [];
    private readonly MapPass<TLanes> _map = new();
    private readonly DecoderPass<TLanes> _pass = new();
    private readonly ColorPass<TLanes> _colors;
    private readonly NativeBuffer _fine = new();
    private readonly NativeBuffer _even = new();
    private readonly NativeBuffer _odd = new();

    /// <summary>Lays out a decoder's weights.</summary>
    /// <param name="network">The decoder.</param>
    /// <param name="team">The threads; they stay the caller's.</param>
    public SimdDecoder(DecoderNetwork network, WorkerTeam team)
    {
        _team = team;
        _skipped = network.FineChannels;
        IReadOnlyList<Convolution> convolutions = network.Convolutions;
        for (int i = 0; i < convolutions.Count - 2; i++)
        {
            int fine = i == DecoderNetwork.Skip ? network.FineChannels : 0;
            _weights.Add(new DecoderWeights<TLanes>(convolutions[i], fine, DecoderNetwork.Doubles(i)));
        }

        _colors = new ColorPass<TLanes>(convolutions[^2], convolutions[^1], team.Count);
    }

    /// <inheritdoc/>
    public void Run(DecoderFeatures features, float[] target, PixelWindow window)
    {
        LayerFeatures deep = features.Deep, fine = features.Fine;
        DecoderPlane skip = Plane(_fine, fine.Height, fine.Width, _skipped);
        new Span<float>(_fine.Floats, checked((int)DecoderPlane.Length(fine.Height, fine.Width, _skipped))).Clear();
        DecoderPlane current = Plane(_even, deep.Height, deep.Width, deep.Channels);
        for (int i = 0; i < features.Parts.Count; i++)
        {
            DecoderPart part = features.Parts[i];
            (PositionWeights? weights, int colors) = (part.FineWeights, fine.Channels);
            _map.Run(_team, fine, part.FineMap, skip, first: 0, weights, adds: i > 0);
            _map.Run(_team, features.Colors, part.ColorMap, skip, first: colors, weights, adds: i > 0);
            _map.Run(_team, deep, part.DeepMap, current, first: 0, part.DeepWeights, adds: i > 0);
        }

        for (int i = 0; i < _weights.Count; i++)
        {
            int scale = _weights[i].Doubles ? 2 : 1;
            DecoderPlane next = Plane(
                i % 2 == 0 ? _odd : _even, current.Height * scale, current.Width * scale, _weights[i].Outputs);
            _pass.Run(_team, _weights[i], current, skip, next);
            current = next;
        }

        _colors.Run(_team, current, target, window);
        GC.KeepAlive(this);
    }

    private static DecoderPlane Plane(NativeBuffer memory, int height, int width, int channels)
    {
        memory.Require(DecoderPlane.Length(height, width, channels) * sizeof(float));
        return new DecoderPlane(memory.Floats, height, width, channels);
    }

    public void Dispose()
    {
        foreach (DecoderWeights<TLanes> weights in _weights)
            weights.Dispose();
        _map.Dispose();
        _colors.Dispose();
        _fine.Dispose();
        _even.Dispose();
        _odd.Dispose();
    }
}
