// CoreDNS with the plugins that a cluster's DNS needs: none of those that bring the client of a cloud.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/log"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/rewrite"
)

func main() {
	// In the order in which a query passes them, as upstream's plugin.cfg has it.
	dnsserver.Directives = []string{"ready", "health", "errors", "log", "rewrite", "hosts", "kubernetes", "forward"}
	coremain.Run()
}
