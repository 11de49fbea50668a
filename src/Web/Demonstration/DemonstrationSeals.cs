using Market.Development;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Seals;

namespace Market.Web.Demonstration;

/// <summary>Has seals made by the development PKI; all of them say 演示.</summary>
internal sealed class DemonstrationSeals(OperationRunner runner, DevelopmentPki pki, Pkcs12SealKeyStore keys)
{
    /// <summary>A unit's seal, in the custody of its keepers.</summary>
    public async Task RegisterUnitAsync(Guid agencyId, string name, string creditCode, string number, IReadOnlyList<Guid> keepers) =>
        await RegisterAsync(pki.IssueUnitSeal(name, creditCode), new SealRegistration
        {
            Kind = SealKind.Unit,
            AgencyId = agencyId,
            Text = name,
            Number = number,
            Certificate = [],
            KeyReference = "",
            Keepers = keepers,
        });

    /// <summary>A practitioner's registration seal.</summary>
    public async Task RegisterPractitionerAsync(
        Guid agencyId, string agencyName, string creditCode, string number, string name, string title, string registrationNumber) =>
        await RegisterAsync(pki.IssuePractitionerSeal(name, title, registrationNumber, agencyName, creditCode), new SealRegistration
        {
            Kind = SealKind.Practitioner,
            AgencyId = agencyId,
            RegistrationNumber = registrationNumber,
            Text = name,
            Number = number,
            Certificate = [],
            KeyReference = "",
        });

    private async Task RegisterAsync(IssuedCertificate issued, SealRegistration seal)
    {
        using var certificate = issued.Certificate;
        var reference = await keys.AddAsync(issued.Pkcs12, issued.Password);
        await runner.RunAsync(Actor.System, (RegisterSeal register) => register.ExecuteAsync(
            seal with { Certificate = certificate.RawData, KeyReference = reference }));
    }
}
