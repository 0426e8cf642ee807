using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Glances;

/// <summary>Moments of a picture that comes piece by piece.</summary>
/// <param name="network">The compact network.</param>
internal sealed class GlanceSums(Network network)
{
    private readonly PlanarMoments _deep = new(network.Layer(DecoderNetwork.Deep).Channels);
    private readonly PlanarMoments _fine = new(network.Layer(DecoderNetwork.Fine).Channels);
    private readonly PlanarMoments _colors = new(3);

    /// <summary>Adds what a piece owns.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="features">The piece's features.</param>
    /// <param name="colors">The piece's colours.</param>
    /// <param name="piece">The piece.</param>
    public void Add(WorkerTeam team, Features features, LayerFeatures colors, GlancePiece piece)
    {
        _deep.Add(team, features.Maps[DecoderNetwork.Deep], piece.OwnedAt(GlancePiece.Stride));
        _fine.Add(team, features.Maps[DecoderNetwork.Fine], piece.OwnedAt(GlancePiece.Stride / 2));
        _colors.Add(team, colors, piece.OwnedAt(GlancePiece.Stride / 2));
    }

    /// <summary>The moments of all pieces.</summary>
    public GlanceMoments Total() => new(_deep.Total(), _fine.Total(), _colors.Total());
}
