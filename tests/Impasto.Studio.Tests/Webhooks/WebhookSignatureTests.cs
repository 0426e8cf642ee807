using System.Text;
using Impasto.Studio.Webhooks;

namespace Impasto.Studio.Tests.Webhooks;

/// <summary>The signature against values that openssl computed.</summary>
public sealed class WebhookSignatureTests
{
    [Theory]
    [InlineData("whsec_bXkgc2VjcmV0IGZvciB0ZXN0cw==", "v1,7/7/0yGIEpyUmzkEFgl5z2FU0HSAMhjmZgIXGrwdU5A=")]
    [InlineData("another secret of a text", "v1,NKQ23w+D4f2otRNH3yKD0M/LpFVfmKldJ2vjX7SAJfk=")]
    public void Of_a_message_is_that_of_openssl(string secret, string expected) => Assert.Equal(
        expected,
        new WebhookSignature(secret).Of("run1", 1700000000, Encoding.UTF8.GetBytes("""{"type":"run.done"}""")));
}
